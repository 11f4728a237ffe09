import { choice, numbers, text } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { memoryFlags } from '../terminal/memoryFlags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';
import { configFlags } from '../training/configFlags.ts';

const { distance, preset } = configFlags;

/** Flags of `passband split`. */
export const splitFlags = {
  radius: text('LIST', 'cut-offs in frequency bins, as 4,8,12,16'),
  method: { ...choice(['fourier', 'svd'], 'how to split'), default: 'fourier' },
  rank: numbers(
    'LIST',
    'for svd: how many of the largest singular values, as 8,32',
    'whole numbers ≥ 1 with commas between them',
    (ranks) => ranks.every((rank) => Number.isInteger(rank) && rank >= 1),
  ),
  rescale: text('NAME', 'what the PNGs show: none, clip, max, shift'),
  out: text('DIR', 'folder for the results'),
  ...{ distance, preset },
  ...memoryFlags,
  ...outputFlags,
} as const;

export type SplitFlags = Typed<typeof splitFlags>;
