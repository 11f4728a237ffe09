import { text } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';

/** Flags of `passband compare`. */
export const compareFlags = {
  out: { ...text('FILE.html', 'the page, which is written anew'), isRequired: true },
  quiet: outputFlags.quiet,
} as const;

export type CompareFlags = Typed<typeof compareFlags>;
