import { onOff, text } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';
import { parseCondition } from './condition.ts';

const { json } = outputFlags;

/** Flags of `passband runs`. */
export const listFlags = {
  where: {
    ...text('CONDITION', 'list only runs of which it is true; several times for several conditions'),
    isRepeated: true,
    read: (typed: string) => parseCondition(typed),
  },
  json,
} as const;

/** Folder of the store where runs are named behind a command. */
const store = { ...text('DIR', 'folder of the store'), default: 'studies' } as const;
const yes = onOff('delete; without it, what would be deleted is listed');

export const compareFlags = { store, json } as const;
export const removeFlags = { store, yes, json } as const;
export const pruneFlags = {
  store,
  checkpoints: onOff('delete the checkpoints of trained runs too'),
  yes,
  json,
} as const;

export type ListFlags = Typed<typeof listFlags>;
export type CompareFlags = Typed<typeof compareFlags>;
export type RemoveFlags = Typed<typeof removeFlags>;
export type PruneFlags = Typed<typeof pruneFlags>;
