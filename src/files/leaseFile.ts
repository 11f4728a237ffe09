import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { z } from 'zod';
import { kindOf } from './openRegular.ts';
import type { ProcessName } from './processName.ts';

/** The file of a folder of results that says who writes in it. */
export const LEASE = 'lease.json';
/** The file by which one of several takes a lease over whose holder is gone. */
export const NEXT = 'lease.next.json';

/** Whether a file's name is that of a lease, or of one that is being made. */
export function isLeaseFile(name: string): boolean {
  return /^lease(\.next)?\.json(\.[0-9a-f]{16}\.tmp)?$/.test(name);
}

/** Bytes of a lease at most. */
export const LARGEST_LEASE = 4096;

const leaseSchema = z.strictObject({
  schema: z.literal('passband.lease'),
  version: z.literal(1),
  /** Random, so that no two leases are taken for one another. */
  name: z.string().regex(/^[0-9a-f]{32}$/),
  process: z.int(),
  host: z.string().max(255),
  machine: z.string().max(512),
  started: z.string().max(64).nullable(),
  since: z.iso.datetime(),
  /** Goes up as long as the holder works. Of fixed length, so that it can be written over. */
  beat: z.string().regex(/^\d{12}$/),
});

/** What a lease says of its holder. */
export interface LeaseRecord extends ProcessName {
  readonly name: string;
  /** ISO 8601. */
  readonly since: string;
  readonly beat: number;
}

export function leaseText({ beat, ...record }: LeaseRecord): string {
  const content = { schema: 'passband.lease', version: 1, ...record, beat: String(beat).padStart(12, '0') };
  return `${JSON.stringify(content)}\n`;
}

/** @returns undefined of what is no lease, is half written, or is of another version */
export function parseLease(text: string): LeaseRecord | undefined {
  try {
    const { schema, version, beat, ...record } = leaseSchema.parse(JSON.parse(text));
    return { ...record, beat: Number(beat) };
  } catch {
    return undefined;
  }
}

/**
 * What lies at a lease's path, without waiting: a check and what it permits are to follow one another at once.
 *
 * @returns undefined where nothing lies there
 * @throws Error of one line where it is no regular file
 */
export function readLeaseText(path: string): string | undefined {
  // Windows has neither of the two.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let file: number;
  try {
    file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP') requireFile(path, lstatSync(path));
    throw error;
  }
  try {
    requireFile(path, fstatSync(file));
    const bytes = Buffer.alloc(LARGEST_LEASE);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, LARGEST_LEASE, 0));
  } finally {
    closeSync(file);
  }
}

function requireFile(path: string, found: Stats): void {
  if (found.isFile()) return;
  throw new Error(`${path}: must be a regular file, it is ${kindOf(found)}; delete it`);
}
