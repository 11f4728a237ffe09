import { counted, whole } from './format.ts';

/** A time as a person reads it: `0:45`, `12:05`, `3:07:20`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (count: number) => String(count).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** An estimate of a time, in words: `45 seconds`, `12 minutes`, `4.9 hours`, `53 hours`. */
export function roughTime(seconds: number): string {
  if (seconds < 90) return counted(Math.ceil(seconds), 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return counted(minutes, 'minute');
  const hours = minutes / 60;
  return `${hours < 9.95 ? Number(hours.toFixed(1)) : whole(Math.round(hours))} hours`;
}
