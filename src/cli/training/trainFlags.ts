import { text } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { memoryFlags } from '../terminal/memoryFlags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';
import { configFlags } from './configFlags.ts';

/** Flags of `passband train`. */
export const trainFlags = {
  config: text('FILE', 'read settings from a YAML or JSON file; flags win'),
  resume: text('RUN', 'go on with the run in this folder'),
  ...configFlags,
  ...memoryFlags,
  ...outputFlags,
};

export type TrainFlags = Typed<typeof trainFlags>;
