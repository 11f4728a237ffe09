import type { Split } from '../../data/dataset/dataset.ts';
import type { Random } from '../../tensor/random.ts';

/** How a model does on one component of the images of a split. */
export interface Measurement {
  readonly component: 'x' | 'lfc' | 'hfc' | 'adversarial';
  /** Cut-off in frequency bins; null for x and adversarial images. */
  readonly radius: number | null;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  readonly correct: number;
  readonly n: number;
}

/** Measures the current weights on x attacked with the run's own PGD, whose random starts are the same for every epoch. */
export type EvaluateAttacked = (
  split: Split,
  options: { readonly random: Random; readonly signal?: AbortSignal | undefined },
) => Promise<Measurement>;

/**
 * Measures the current weights: one row for x, then one for LFC and one for HFC at each radius. It may throw
 * `signal.reason` when the signal aborts; the epoch is then measured anew after a resume.
 */
export type Evaluate = (
  split: Split,
  options: {
    readonly radii: readonly number[];
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
  },
) => Promise<readonly Measurement[]>;
