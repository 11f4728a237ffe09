import { finalName } from './temporaryName.ts';

/** What the operating system refuses, by its code, and what can be done where the words do not say it. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk (ENOSPC); free some',
  EDQUOT: 'your share of the disk is used up (EDQUOT); free some',
  EFBIG: 'the file grows too large for the disk or for the limit of this shell (EFBIG)',
  EROFS: 'the disk can only be read (EROFS); name a folder on another one',
  EACCES: 'no permission (EACCES)',
  EPERM: 'no permission (EPERM)',
  EMFILE: 'too many files are open (EMFILE); raise the limit with ulimit -n',
  ENFILE: 'too many files are open on this machine (ENFILE); end other programs',
  EIO: 'the disk failed (EIO); check it',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is a file, not a folder (ENOTDIR)',
  EISDIR: 'it is a folder (EISDIR)',
  EEXIST: 'something of that name is there already (EEXIST)',
  ENOTEMPTY: 'the folder is not empty (ENOTEMPTY)',
  ELOOP: 'its links lead round in a circle (ELOOP)',
  ENAMETOOLONG: 'the name is too long (ENAMETOOLONG)',
  EBUSY: 'another program uses it (EBUSY)',
  ETXTBSY: 'another program runs it (ETXTBSY)',
  EPIPE: 'its reader is gone (EPIPE)',
};

/** An error of the operating system's, as Node throws it for files. */
export interface SystemError extends Error {
  readonly code: string;
  /** Node knows none where a file was written to that had been opened before. */
  readonly path?: string;
  /** Of a renaming: the new name. */
  readonly dest?: string;
}

export function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined && code !== undefined && Object.hasOwn(reasons, code);
}

/** An error of the system's with the name of its file, which Node does not know of one that was opened before. */
export function withPath(error: unknown, path: string): unknown {
  return isSystemError(error) && error.path === undefined ? Object.assign(error, { path }) : error;
}

/** What passes once somebody has made room, given a right or mended a disk. */
const passing: readonly string[] = [
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'EIO',
  'EBUSY',
];

/** Whether what failed, or what it failed for, can be gone on with once the system lets it. */
export function isPassing(error: unknown): boolean {
  if (isSystemError(error)) return passing.includes(error.code);
  return error instanceof Error && isPassing(error.cause);
}

/** Why a file could not be read or written, in words, without its name; of an error of another kind its message. */
export function systemReason(error: unknown): string {
  if (isSystemError(error)) return reasons[error.code];
  return error instanceof Error ? error.message : String(error);
}

/** As `systemReason`, with the name of the file; undefined for errors of another kind. */
export function systemErrorText(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined;
  const path = error.dest ?? error.path;
  return `${path === undefined ? '' : `${finalName(path)}: `}${reasons[error.code]}`;
}
