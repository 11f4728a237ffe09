import { smoothingSchema } from '../../audit/kernels/smoothing.ts';
import { settingText } from '../../workflows/common/requestOf.ts';
import { type SmoothModelSettings, smoothDefaults } from '../../workflows/smooth/smoothSettings.ts';
import { modelFlags } from '../models/modelFlags.ts';
import { choice, epsilons, numbers, text } from '../terminal/flagKinds.ts';
import type { FlagsOf, Typed } from '../terminal/flags.ts';
import { type OutputFlags, outputFlags } from '../terminal/outputFlags.ts';

/** Flags of `passband smooth`. */
export const smoothFlags = {
  rho: {
    ...numbers(
      'LIST',
      'how much of its neighbours each weight gets',
      'numbers > 0 with commas between them, as 0.1,0.25',
      (rhos) => rhos.every((rho) => rho > 0),
    ),
    default: settingText(smoothDefaults.rho),
  },
  epsilon: {
    ...epsilons('sizes of the attacks, as 0.03 or 8/255'),
    default: settingText(smoothDefaults.epsilon),
  },
  preset: {
    ...choice(smoothingSchema.shape.preset.options, 'whose attacks'),
    default: smoothDefaults.preset,
  },
  out: text('DIR', 'folder for the results'),
  ...modelFlags,
  ...outputFlags,
} as const satisfies FlagsOf<SmoothModelSettings, 'out' | keyof OutputFlags>;

export type SmoothFlags = Typed<typeof smoothFlags>;
