import { whole } from './format.ts';

/** A time as a person reads it: `0:45`, `12:05`, `3:07:20`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (count: number) => String(count).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** An estimate of a time, in words: `45 seconds`, `12 minutes`. */
export function roughTime(seconds: number): string {
  if (seconds < 90) return `${whole(Math.ceil(seconds))} seconds`;
  return `${whole(Math.round(seconds / 60))} minutes`;
}
