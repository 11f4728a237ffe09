import { timingSafeEqual } from 'node:crypto';

/** Whether what was given is the secret, in a time that does not tell how much of it is right. */
export function isSame(given: string, secret: string): boolean {
  const [one, other] = [given, secret].map((text) => Buffer.from(text));
  return one.length === other.length && timingSafeEqual(one, other);
}
