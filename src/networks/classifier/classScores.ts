import { largest } from '../../statistics/extremes.ts';
import { fromFloat16 } from '../../tensor/float16.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { type ClassOrder, SMALLEST_PROBABILITY } from './classifierGraph.ts';
import type { SettledOutput } from './findLogits.ts';

/** What a model's only output says of the classes. */
export interface ScoredOutput {
  /** Its name in the file that runs. */
  readonly source: string;
  /** Two or more. */
  readonly classes: number;
  /** `single`: one number an image, of the second of two classes; `labels`: the index of a class. */
  readonly form: 'row' | 'single' | 'labels';
}

export interface ClassScoresOptions {
  /** By default logits. */
  readonly settled?: SettledOutput | undefined;
  readonly classOrder?: ClassOrder | undefined;
}

/**
 * Logits [n, classes], in the order of `classOrder`, of what a model gave for n images; of a label, 1 for its class and 0 for the others.
 *
 * @throws Error when it gave no such numbers
 */
export function classScores(
  result: Tensor | undefined,
  n: number,
  { source, classes, form }: ScoredOutput,
  { settled = { kind: 'logits', scale: 1 }, classOrder }: ClassScoresOptions = {},
): Tensor<'float32'> {
  const width = form === 'row' ? classes : 1;
  if (result?.data?.length !== n * width) {
    const shape = result ? `[${result.shape.join(', ')}]` : 'nothing';
    throw new Error(`output '${source}' of ${n} images must have ${width} numbers an image, it is ${shape}`);
  }
  const numbers = plainNumbers(result);
  const places = classOrder?.order ?? Array.from({ length: classes }, (_, index) => index);
  const logits = float32([n, places.length]);
  for (let image = 0; image < n; image++) {
    places.forEach((own, place) => {
      logits.data[image * places.length + place] =
        typeof own === 'number' ? logitOf(own, image) : logSumExp(own.map((one) => logitOf(one, image)));
    });
  }
  return logits;

  function logitOf(own: number, image: number): number {
    if (form === 'labels') return numbers[image] === own ? 1 : 0;
    const value = numbers[image * width + (form === 'row' ? own : 0)];
    if (settled.kind === 'logits') return form === 'row' || own === 1 ? value : 0;
    const share = value / settled.scale;
    return Math.log(Math.max(form === 'single' && own === 0 ? 1 - share : share, SMALLEST_PROBABILITY));
  }
}

function logSumExp(values: readonly number[]): number {
  const most = largest(values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** A newer Node gives half precision as numbers, an older one as bits. */
function plainNumbers({ type, data }: Tensor): ArrayLike<number> {
  if (type === 'float16' && data instanceof Uint16Array) return fromFloat16(data);
  return data instanceof BigInt64Array || data instanceof BigUint64Array
    ? Array.from(data as BigInt64Array, Number)
    : data;
}
