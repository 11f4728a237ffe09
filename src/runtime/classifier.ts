import { crossEntropy, type Loss } from '../networks/losses/losses.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import { largestValue } from '../onnx/rewrite/largestValue.ts';
import { float32, slice, type Tensor } from '../tensor/tensor.ts';
import { checkBlock } from './blockSize.ts';
import { inPieces, padded, place } from './inPieces.ts';
import { inputGradientGraph } from './inputGradientGraph.ts';
import { checkFinite } from './notFiniteError.ts';
import { piecesOf } from './pieces.ts';
import type { Pool, PooledModel } from './pool.ts';
import { settled } from './settled.ts';

/** A finished model as measurements and attacks see it: pixels in, logits and their gradients out. */
export interface Classifier {
  /** One image: channels, height, width. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** Smallest and largest pixel. */
  readonly bounds: readonly [low: number, high: number];
  /** Pieces into which the images of a call are cut at least, each run by itself; by default 1. */
  readonly pieces?: number;
  /**
   * [n, c, h, w] → [n, classes], for any n.
   *
   * @throws NotFiniteError that names the first image with a logit that is not finite
   */
  logits(images: Tensor<'float32'>): Promise<Tensor<'float32'>>;
  /**
   * Gradient of the losses, summed over the images, with respect to the pixels: each image's own gradient. That of a
   * quantised model goes straight through its rounding; the logits are those that `logits` gives.
   *
   * @param labels one class an image, of which the loss is
   * @param loss by default `crossEntropy`
   * @throws NotFiniteError that names the first image whose logits or gradient are not finite
   * @throws RangeError when labels do not fit
   */
  inputGradient(images: Tensor<'float32'>, labels: Int32Array, loss?: Loss): Promise<InputGradient>;
  release(): Promise<void>;
}

export interface InputGradient {
  /** [n, c, h, w]. */
  readonly gradient: Tensor<'float32'>;
  /** [n, classes]. */
  readonly logits: Tensor<'float32'>;
  /** n of them. */
  readonly losses: Float32Array;
}

export interface ClassifierOptions {
  /** By default [0, 1]. */
  readonly bounds?: readonly [low: number, high: number];
  /**
   * Images that one thread works on at once; by default 25, and fewer for images above 64 × 64, so that the memory of
   * their gradients does not grow with them. A graph with a fixed batch has that instead.
   */
  readonly chunk?: number;
  /**
   * The least that a gradient's graph takes at once, by default a fifth of `chunk` and at least 2: products of a single row
   * may be summed in another order. With 1, the gradient of one image takes no longer than it must.
   */
  readonly smallest?: number;
  /** All images of a call go through the graph at once, for one whose answers depend on the others of the batch. */
  readonly whole?: boolean;
  /** Channels in a block of the CPU provider's layout (`runtime/blockSize.ts`); 1 = the plain layout. */
  readonly block: number;
}

/**
 * A classifier from a graph with weights as initializers, input `images` [batch, c, h, w] and output `logits`.
 * Images are cut into pieces that run on the pool's threads side by side; an image's numbers do not depend on which
 * piece it is in.
 *
 * @throws RangeError when `block` is not possible on this processor
 */
export async function createClassifier(
  pool: Pool,
  graph: Graph,
  { bounds = [0, 1], chunk, smallest, whole = false, block }: ClassifierOptions,
): Promise<Classifier> {
  await checkBlock(pool, block);
  const [batch, ...dims] = graph.inputs.get('images')!.shape;
  const shape = dims as number[];
  const classes = graph.outputs.get('logits')!.shape[1] as number;
  const fixed = typeof batch === 'number';
  const large = fixed ? batch : (chunk ?? defaultChunk(graph));
  const small = fixed ? large : Math.min(large, smallest ?? Math.max(2, Math.round(large / 5)));
  const { threads } = pool;

  const cut = (count: number, least: number) =>
    whole && !fixed
      ? [{ start: 0, end: count, size: count }]
      : piecesOf(count, { threads: whole ? 1 : threads, large, small: least });
  const forward = await pool.load(graph);
  // What ONNX Runtime computes in whole numbers, it may compute in floats beside a gradient, and round to another number.
  const answersAlone = graph.nodes.some(({ op }) => op === 'DequantizeLinear');
  // One for each loss and piece's size, loaded when it is first needed.
  const backward = new Map<string, Promise<PooledModel>>();
  const backwardOf = (loss: Loss, images: number): Promise<PooledModel> => {
    const key = `${loss.name} ${images}`;
    const known = backward.get(key) ?? pool.load(inputGradientGraph(graph, { images, block, loss }));
    backward.set(key, known);
    return known;
  };

  return {
    shape,
    classes,
    bounds,
    pieces: whole ? 1 : threads,
    async logits(images) {
      const logits = await inPieces(images, classes, cut(images.shape[0], large), async (piece) => {
        const seen = fixed ? padded(images, piece) : slice(images, piece.start, piece.end);
        return (await forward.run({ images: seen })).logits;
      });
      checkFinite('logits', logits);
      return logits;
    },
    async inputGradient(images, labels, loss = crossEntropy) {
      const count = images.shape[0];
      const targets = oneHot(labels, count, classes);
      const gradient = float32(images.shape);
      const logits = float32([count, classes]);
      const losses = float32([count]);
      await settled(
        cut(count, small).map(async (piece) => {
          const model = await backwardOf(loss, piece.size);
          const seen = padded(images, piece);
          const result = await model.run({ images: seen, targets: padded(targets, piece) });
          const answers = answersAlone ? await forward.run({ images: seen }) : result;
          place(result['gradient/images'], piece, gradient);
          place(answers.logits, piece, logits);
          place(result.losses, piece, losses);
        }),
      );
      checkFinite('logits', logits);
      checkFinite('gradient', gradient);
      return { gradient, logits, losses: losses.data };
    },
    async release() {
      // One that could not be loaded has nothing to be released.
      const loaded = await Promise.allSettled(backward.values());
      const models = loaded.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      await settled([forward, ...models].map((model) => model.release()));
    },
  };
}

/** A layer's values of all images of a piece: 32 MB at most, but for a single image. */
const PIECE_ELEMENTS = 2 ** 23;

function defaultChunk(graph: Graph): number {
  return Math.max(1, Math.min(25, Math.floor(PIECE_ELEMENTS / largestValue(graph))));
}

function oneHot(labels: Int32Array, count: number, classes: number): Tensor<'float32'> {
  if (labels.length !== count) {
    throw new RangeError(`inputGradient: ${count} images need as many labels, got ${labels.length}`);
  }
  const targets = float32([count, classes]);
  labels.forEach((label, image) => {
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(`inputGradient: labels must be in 0 … ${classes - 1}, got ${label}`);
    }
    targets.data[image * classes + label] = 1;
  });
  return targets;
}
