import { type Epsilon, parseEpsilon } from '../../attacks/parseEpsilon.ts';
import type { Smoothing } from '../../audit/kernels/smoothing.ts';
import type { ModelSettings } from '../models/modelSettings.ts';

/** How a model is smoothed. Each setting is what the flag of its name takes. */
export interface SmoothModelSettings extends ModelSettings {
  /** How much of its neighbours each weight gets, ascending. */
  readonly rho?: readonly number[] | undefined;
  /** Sizes of the attacks in L∞, ascending. */
  readonly epsilon?: readonly Epsilon[] | undefined;
  /** Whose attacks. */
  readonly preset?: Smoothing['preset'] | undefined;
}

/** What is smoothed where settings say nothing. */
export const smoothDefaults = {
  rho: [0.1, 0.25, 0.5, 1],
  epsilon: ['0.03', '0.06', '0.09'].map(parseEpsilon),
  preset: 'paper',
} as const satisfies SmoothModelSettings;
