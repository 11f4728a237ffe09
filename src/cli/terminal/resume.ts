import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type CommandRequest, commandRequestSchema } from '../../audit/plan/commandRequest.ts';
import { readRecord } from '../../files/readRecord.ts';
import { isPassing } from '../../files/systemReason.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { flagOf, shellCommand } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';

/** What a command leaves in its folder, whose `request` says what it was asked for. */
export interface Resumable {
  /** As in `passband audit`. */
  readonly name: 'train' | 'audit' | 'attack';
  /** Its records; the first that is there counts. */
  readonly files: readonly string[];
}

/** Flags that leave the numbers as they are, and may differ when a command goes on. */
const ofTheCall = ['out', 'resume', 'maxMemory', 'quiet', 'json'];

/** The flags that were typed, as a record keeps them. */
export function typedFlags(flags: object, typed: readonly string[]): CommandRequest['flags'] {
  const entries = Object.entries(flags as Readonly<Record<string, unknown>>)
    .filter(([name]) => typed.includes(name) && !ofTheCall.includes(name))
    .map(([name, value]) => [name, typeof value === 'boolean' ? value : String(value)]);
  return Object.fromEntries(entries);
}

/**
 * What the command whose results a folder holds was asked to do.
 *
 * @param words what was typed beside `--resume`: models, and names of flags
 * @throws UserError when the folder holds no such results, or the words say anything else about them
 */
export async function knownRequest(
  folder: string,
  { name, files }: Resumable,
  { models, typed }: { readonly models: readonly string[]; readonly typed: readonly string[] },
): Promise<CommandRequest> {
  const extra = [
    ...models,
    ...typed.filter((flag) => flag === 'out' || !ofTheCall.includes(flag)).map(flagOf),
  ];
  if (extra.length > 0) {
    throw new UserError(
      `--resume goes on with what the ${name} was asked for; leave out ${extra.join(', ')}`,
    );
  }
  for (const file of files) {
    const record = await readRecord(folder, file, z.object({ request: commandRequestSchema }));
    if (record) return record.request;
  }
  throw new UserError(
    `${folder} holds no ${name} (there is ${files.map((file) => `no ${file}`).join(' and ')})`,
  );
}

/**
 * Does the work of a command; where the system does not let it, as on a full disk, the error says how to go on with what the folder
 * holds by then.
 */
export async function goingOn<T>(
  folder: string,
  { name, files }: Resumable,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPassing(error) || !files.some((file) => existsSync(join(folder, file)))) throw error;
    const command = shellCommand(['passband', name, '--resume', folder]);
    throw new UserError(`${oneLine(error)}; to go on with what is saved: ${command}`, { cause: error });
  }
}

/** @throws UserError when a folder holds results already */
export function refuseKnown(folder: string, { name, files }: Resumable): void {
  if (!files.some((file) => existsSync(join(folder, file)))) return;
  throw new UserError(
    `--out: ${folder} holds an ${name} already; go on with --resume ${folder}, or name another folder`,
  );
}
