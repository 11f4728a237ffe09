import type { OutputKind, SettledOutput } from '../networks/classifier/findLogits.ts';
import { largest, smallest } from '../statistics/extremes.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** What an output without logits behind it is, and what a reader of the numbers must know of that. */
export interface Settling {
  readonly settled: SettledOutput;
  readonly note: string | null;
}

/** Images from which on the answers of a model with one output say what it is. */
const ENOUGH = 8;

/**
 * Decides by a model's answers what its output is, where the graph shows no softmax or sigmoid whose input could be taken:
 * probabilities, perhaps in another unit, or logits.
 *
 * @param kind what the end of the graph looks like: `probabilities` is computed from some
 * @param answers the output as it is, [n, classes], or [n, 1] of a model that tells two classes apart
 * @param name of the output
 * @throws Error when the output is one number an image that is neither a probability nor a logit
 */
export function settleOutput(
  kind: Extract<OutputKind, 'logits' | 'probabilities'>,
  { shape: [n, classes], data }: Tensor<'float32'>,
  name: string,
): Settling {
  const rows = Array.from({ length: n }, (_, row) => data.subarray(row * classes, (row + 1) * classes));
  if (classes === 1) return settleSingle(kind, data, name);
  const scale = commonSum(rows);
  if (scale !== null) {
    const unit = scale === 1 ? 'probabilities' : `probabilities times ${scale}, which is taken out,`;
    return settling('probabilities', scale, `the outputs are ${unit} on every image tried; ${LOGARITHMS}`);
  }
  if (kind === 'logits') return settling('logits', 1, null);
  if (smallest(data) < 0) {
    return settling(
      'logits',
      1,
      'the outputs are computed from probabilities, but some are negative; they are taken as logits',
    );
  }
  return settling(
    'probabilities',
    1,
    `the outputs are computed from probabilities, but do not add up to the same number for each image; they are taken as scores, and ${LOGARITHMS}`,
  );
}

const LOGARITHMS = 'their logarithms are used as logits';

const settling = (kind: SettledOutput['kind'], scale: number, note: string | null): Settling => ({
  settled: { kind, scale },
  note,
});

/** The number that every row adds up to, null where values are negative, sums differ, or the rows are too alike to tell. */
function commonSum(rows: readonly Float32Array[]): number | null {
  const sums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  const [low, high] = [smallest(sums), largest(sums)];
  if (!(low > 0) || high - low > 1e-3 * high || rows.some((row) => row.some((value) => value < 0)))
    return null;
  const scale = Number(((low + high) / 2).toPrecision(3));
  if (high - 1 < 1e-3 && 1 - low < 1e-3) return 1;
  // Any one row has a sum: it takes different ones to show that it is the same.
  const [first, ...others] = rows;
  const isAlike = others.every((row) => row.every((value, at) => Math.abs(value - first[at]) < 1e-3 * scale));
  return isAlike ? null : scale;
}

function settleSingle(kind: 'logits' | 'probabilities', data: Float32Array, name: string): Settling {
  const [low, high] = [smallest(data), largest(data)];
  const isShare = low >= 0 && high <= 1;
  if (kind === 'probabilities') {
    if (isShare) return settling('probabilities', 1, null);
    if (low < 0)
      return settling(
        'logits',
        1,
        'the output is computed from probabilities, but can be negative; it is taken as a logit',
      );
    throw new Error(
      `output '${name}' is one number an image, computed from probabilities, and goes up to ${high.toPrecision(3)}: what stands ` +
        'for certainty is not known; export the model with a probability or a logit, or with one output a class',
    );
  }
  // A logit that says the second class of every image, and of none surely, is no trained model's.
  if (isShare && data.length >= ENOUGH && low < 0.5 && high > low) {
    return settling(
      'probabilities',
      1,
      'the output is between 0 and 1 on every image tried; it is taken as the probability of the second class',
    );
  }
  const isOneSided = data.length >= ENOUGH && low >= 0 && high > low;
  const note = isOneSided
    ? 'the output is taken as a logit, and says the second class of every image tried; if it is in another unit, export it as a probability'
    : null;
  return settling('logits', 1, note);
}
