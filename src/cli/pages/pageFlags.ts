import { text } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';

/** Flags of `passband page`. */
export const pageFlags = {
  out: { ...text('DIR', 'folder for the files'), isRequired: true },
  ...outputFlags,
} as const;

export type PageFlags = Typed<typeof pageFlags>;
