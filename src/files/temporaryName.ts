import { randomBytes } from 'node:crypto';

const ENDING = /\.[0-9a-f]{16}\.tmp$/;

/**
 * The name that a file has while it is written, beside its own: nobody can lay a link there before, since nobody knows it.
 * Open it with the flag `wx`, which follows none and fails where anything is.
 */
export function temporaryName(path: string): string {
  return `${path}.${randomBytes(8).toString('hex')}.tmp`;
}

/** Whether a file's name is that of one that was being written when its process was killed. */
export function isTemporary(name: string): boolean {
  return ENDING.test(name);
}

/** The name that a file will have, of a temporary one too. */
export function finalName(path: string): string {
  return path.replace(ENDING, '');
}
