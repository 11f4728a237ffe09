import { permutation, type Random } from '../../tensor/random.ts';

/** The parts that the training images of a run fall into, as indices in ascending order. */
export interface TrainingParts {
  /** The images that the weights learn from. */
  readonly learned: Uint32Array;
  /** Those that choose the best checkpoint; may be none. */
  readonly heldOut: Uint32Array;
  /** The learned images that are measured after each epoch: all, or a fixed sample. */
  readonly sample: Uint32Array;
}

/**
 * Holds out some of `trainCount` training images and draws the sample that is measured, both by the seed alone.
 *
 * @param holdOut images to hold out; at most a tenth of the training images are
 * @param evaluationSample images to measure; 0 = all that are learned from
 */
export function splitTraining(
  trainCount: number,
  {
    holdOut,
    evaluationSample,
    random,
  }: { readonly holdOut: number; readonly evaluationSample: number; readonly random: Random },
): TrainingParts {
  const order = permutation(trainCount, random.fork('hold-out'));
  const { heldOut: held, measured } = trainingCounts(trainCount, { holdOut, evaluationSample });
  const learned = order.slice(held).sort();
  const chosen = permutation(learned.length, random.fork('evaluation sample')).slice(0, measured).sort();
  return {
    learned,
    heldOut: order.slice(0, held).sort(),
    sample: chosen.map((index) => learned[index]),
  };
}

/** How many of `trainCount` training images a run learns from, holds out, and measures after each epoch. */
export function trainingCounts(
  trainCount: number,
  { holdOut, evaluationSample }: { readonly holdOut: number; readonly evaluationSample: number },
): { readonly learned: number; readonly heldOut: number; readonly measured: number } {
  const heldOut = heldOutCount(trainCount, holdOut);
  const learned = trainCount - heldOut;
  return {
    learned,
    heldOut,
    measured: evaluationSample === 0 ? learned : Math.min(evaluationSample, learned),
  };
}

/** Images that are held out of `trainCount` when `holdOut` are asked for. */
export function heldOutCount(trainCount: number, holdOut: number): number {
  return Math.min(holdOut, Math.floor(trainCount / 10));
}
