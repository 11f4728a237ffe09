import { createHash } from 'node:crypto';

/** How a security policy names one style sheet or script, without the quotes around it. */
export function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
