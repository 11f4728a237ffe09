import { choice } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { memoryFlags } from '../terminal/memoryFlags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';
import { configFlags } from './configFlags.ts';

const { radius, dataDir, threads } = configFlags;

/** Flags of `passband measure`. */
export const measureFlags = {
  checkpoint: { ...choice(['latest', 'best'], 'which weights'), default: 'latest' },
  ...{ radius, dataDir, threads },
  ...memoryFlags,
  ...outputFlags,
} as const;

export type MeasureFlags = Typed<typeof measureFlags>;
