import { onOff, text } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';

/** Flags of `passband gate`. */
export const gateFlags = {
  config: { ...text('FILE', 'the thresholds'), default: 'passband.gate.json' },
  baseline: text('AUDIT.json', 'an earlier audit, which must not be surely better'),
  allowPartial: onOff('judge an audit that is not finished, if it has the measures'),
  junit: text('FILE', 'write the outcome as JUnit XML'),
  markdown: text('FILE', 'write the outcome as Markdown'),
  ...outputFlags,
} as const;

export type GateFlags = Typed<typeof gateFlags>;
