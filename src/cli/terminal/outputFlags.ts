import { onOff } from './flagKinds.ts';
import type { Typed } from './flags.ts';

/** Flags of every command that works for a while. */
export const outputFlags = {
  quiet: onOff('print nothing but errors'),
  json: onOff('print one JSON document instead of text'),
};

export type OutputFlags = Typed<typeof outputFlags>;
