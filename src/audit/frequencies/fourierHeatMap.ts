import { z } from 'zod';
import type { Split } from '../../data/dataset/dataset.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { fourierWave } from '../../spectrum/transform/fourierWave.ts';
import type { Random } from '../../tensor/random.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { answersOf, countOf, logitsOfParts, rightOf } from '../measures/answers.ts';
import { type MeasureOptions, WORKING_NUMBERS } from '../measures/measureOptions.ts';
import { heatMapCells } from './heatMapCells.ts';

/** Errors under a perturbation of one frequency at a time (Yin et al., 2019), finished or not. */
export const fourierHeatMapSchema = z.object({
  n: z.int().positive(),
  height: z.int().positive(),
  width: z.int().positive(),
  /** ‖·‖₂ of the perturbation of each channel, in pixel units; that of an image is √channels times it, before clipping. */
  norm: z.number().positive(),
  /** Origin of the random stream that drew the signs. */
  stream: z.string(),
  /** Frequencies of the map's rows and columns, in cycles an image: zero in the middle. */
  us: z.array(z.int()),
  vs: z.array(z.int()),
  /** Wrong answers at (us[i], vs[j]), at place i · vs.length + j; null where it is not yet known. */
  wrong: z.array(z.int().min(0).nullable()),
});

export type FourierHeatMap = Readonly<z.infer<typeof fourierHeatMapSchema>>;

export interface FourierHeatMapOptions extends MeasureOptions {
  /** ‖·‖₂ of the perturbation of each channel; by default 4 at 32×32, as in the paper, and in proportion to the pixels' root. */
  readonly norm?: number;
  /** Only frequencies |u|, |v| ≤ size / 2; by default all. */
  readonly size?: number;
  /** Only every `step`-th frequency, counted from zero; by default each. */
  readonly step?: number;
  /** Draws a sign for each image, channel and frequency. */
  readonly random: Random;
  /** What an interrupted map had got to: its cells are kept. */
  readonly partial?: FourierHeatMap | undefined;
  /** Given the map so far after each cell. */
  readonly onCell?: ((map: FourierHeatMap) => void | Promise<void>) | undefined;
}

/**
 * Adds a Fourier basis vector of a given norm to every image, its sign drawn for each channel, clips to the bounds and
 * counts the wrong answers; once for each frequency. The vector at (−u, −v) is the same one, so half the map is computed
 * and mirrored. Each cell has a stream of its own: a map that was interrupted goes on to the same bits.
 *
 * @param onProgress told after each computed cell how many of them are done
 * @throws Error when `partial` is of another map
 */
export async function fourierHeatMap(
  classifier: Pick<Classifier, 'bounds' | 'logits'>,
  split: Split,
  {
    norm = Math.sqrt(split.images.shape[1] * split.images.shape[2]) / 8,
    size = Infinity,
    step = 1,
    random,
    partial,
    onCell,
    signal,
    onProgress,
  }: FourierHeatMapOptions,
): Promise<FourierHeatMap> {
  const [, height, width] = split.images.shape;
  if (!(norm > 0)) throw new RangeError(`fourierHeatMap: norm must be > 0, got ${norm}`);
  const { us, vs, cells } = heatMapCells(height, width, { size, step });
  const stream = random.state().origin;
  const wrong: (number | null)[] = new Array(us.length * vs.length).fill(null);
  const map = (): FourierHeatMap => ({
    n: split.count,
    height,
    width,
    norm,
    stream,
    us,
    vs,
    wrong: [...wrong],
  });
  if (partial) {
    requireSame(map(), partial);
    for (const [place, count] of partial.wrong.entries()) wrong[place] = count;
  }
  const batch = Math.max(1, Math.min(200, Math.floor(WORKING_NUMBERS / sizeOf(split.images.shape))));
  // Cells that share a reading of the images: all of them where one batch holds the images, which are then read once.
  const group = split.count <= batch ? cells.length : CELLS_A_READING;
  const open = cells.filter(({ places }) => places.some((place) => wrong[place] === null));
  let done = cells.length - open.length;
  onProgress?.(done, cells.length);
  for (let first = 0; first < open.length; first += group) {
    const asked = open
      .slice(first, first + group)
      .map((cell) => ({ ...cell, signs: random.fork(`cell ${cell.u},${cell.v}`), right: 0 }));
    for await (const { start, images, labels } of imageBatches(split, { batch, signal })) {
      for (const cell of asked) {
        signal?.throwIfAborted();
        const wave = fourierWave(height, width, cell.u, cell.v).map((value) => norm * value);
        const shown = withWave(images, wave, cell.signs, classifier.bounds);
        cell.right += countOf(rightOf(answersOf(await logitsOfParts(classifier, shown)), labels));
        if (start + labels.length < split.count) continue;
        for (const place of cell.places) wrong[place] = split.count - cell.right;
        await onCell?.(map());
        onProgress?.(++done, cells.length);
      }
    }
  }
  return map();
}

/** What an interrupted map computes again at most, where its images do not fit into one batch. */
const CELLS_A_READING = 32;

function withWave(
  { shape, data }: Tensor<'float32'>,
  wave: Float64Array,
  random: Random,
  [low, high]: Classifier['bounds'],
): Tensor<'float32'> {
  const shown = float32(shape, data.slice());
  for (let plane = 0, at = 0; plane < shape[0] * shape[1]; plane++) {
    const sign = random.integer(2) === 0 ? 1 : -1;
    for (let pixel = 0; pixel < wave.length; pixel++, at++) {
      shown.data[at] = Math.min(high, Math.max(low, data[at] + sign * wave[pixel]));
    }
  }
  return shown;
}

function requireSame(wanted: FourierHeatMap, given: FourierHeatMap): void {
  const keys = ['n', 'height', 'width', 'norm', 'stream', 'us', 'vs'] as const;
  const other = keys.find((key) => `${wanted[key]}` !== `${given[key]}`);
  if (other) {
    throw new Error(
      `fourierHeatMap: partial must be of the same map, got ${other} ${given[other]}, not ${wanted[other]}`,
    );
  }
}
