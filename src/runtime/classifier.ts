import { gradient } from '../autodiff/gradient.ts';
import { finishBlocks } from '../layout/finishBlocks.ts';
import { toBlocks } from '../layout/toBlocks.ts';
import { addCrossEntropy } from '../networks/crossEntropy.ts';
import { GraphBuilder } from '../onnx/builder.ts';
import type { Graph } from '../onnx/graph.ts';
import { withBatch } from '../onnx/withBatch.ts';
import { float32, sizeOf, type Tensor } from '../tensor/tensor.ts';
import type { Pool, PooledModel } from './pool.ts';

/** A finished model as measurements and attacks see it: pixels in, logits and their gradients out. */
export interface Classifier {
  /** One image: channels, height, width. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** Smallest and largest pixel. */
  readonly bounds: readonly [low: number, high: number];
  /** [n, c, h, w] → [n, classes], for any n. */
  logits(images: Tensor<'float32'>): Promise<Tensor<'float32'>>;
  /**
   * Gradient of the cross-entropy, summed over the images, with respect to the pixels: each image's own gradient.
   *
   * @param labels true classes, one an image
   */
  inputGradient(images: Tensor<'float32'>, labels: Int32Array): Promise<InputGradient>;
  release(): Promise<void>;
}

export interface InputGradient {
  readonly gradient: Tensor<'float32'>;
  readonly logits: Tensor<'float32'>;
}

export interface ClassifierOptions {
  /** By default [0, 1]. */
  readonly bounds?: readonly [low: number, high: number];
  /** Images that one thread works on at once; by default 50. */
  readonly chunk?: number;
  /** Channels in a block of the CPU provider's layout (`runtime/blockSize.ts`); 1 = the plain layout. */
  readonly block: number;
}

/**
 * A classifier from a graph with weights as initializers, input `images` ['N', c, h, w] and output `logits`.
 * Images are cut into chunks that run on the pool's threads side by side.
 */
export async function createClassifier(
  pool: Pool,
  graph: Graph,
  { bounds = [0, 1], chunk = 50, block }: ClassifierOptions,
): Promise<Classifier> {
  const shape = graph.inputs.get('images')!.shape.slice(1) as number[];
  const classes = graph.outputs.get('logits')!.shape[1] as number;
  const forward = await pool.load(graph);
  let backward: Promise<PooledModel> | undefined;
  const chunks = (count: number) =>
    Array.from({ length: Math.ceil(count / chunk) }, (_, index) => [
      index * chunk,
      Math.min(count, (index + 1) * chunk),
    ]);

  return {
    shape,
    classes,
    bounds,
    async logits(images) {
      const results = await Promise.all(
        chunks(images.shape[0]).map(([start, end]) => forward.run({ images: rows(images, start, end) })),
      );
      return join(
        results.map(({ logits }) => logits as Tensor<'float32'>),
        [classes],
      );
    },
    async inputGradient(images, labels) {
      backward ??= pool.load(inputGradientGraph(graph, { images: chunk, block }));
      const model = await backward;
      const results = await Promise.all(
        chunks(images.shape[0]).map(async ([start, end]) => {
          // The graph has a fixed batch; what is missing in the last chunk is zeros with no label.
          const targets = float32([chunk, classes]);
          for (let index = start; index < end; index++)
            targets.data[(index - start) * classes + labels[index]] = 1;
          const padded = float32([chunk, ...shape]);
          padded.data.set(rows(images, start, end).data);
          const result = await model.run({ images: padded, targets });
          return { gradient: result['gradient/images'], logits: result.logits, count: end - start };
        }),
      );
      const cut = (value: Tensor, count: number) => rows(value as Tensor<'float32'>, 0, count);
      return {
        gradient: join(
          results.map(({ gradient, count }) => cut(gradient, count)),
          shape,
        ),
        logits: join(
          results.map(({ logits, count }) => cut(logits, count)),
          [classes],
        ),
      };
    },
    async release() {
      await forward.release();
      await (await backward)?.release();
    },
  };
}

/** Inputs `images` and one-hot `targets`; outputs `gradient/images` and `logits`. */
export function inputGradientGraph(
  graph: Graph,
  { images, block }: { images: number; block: number },
): Graph {
  const g = GraphBuilder.from(toBlocks(withBatch(graph, images), block));
  const targets = g.input('targets', 'float32', g.shape('logits'));
  const loss = g.output(addCrossEntropy(g, 'logits', targets, 1), 'loss');
  return finishBlocks(gradient(g.build(), { of: loss, withRespectTo: ['images'] }), block);
}

function rows({ shape, data }: Tensor<'float32'>, start: number, end: number): Tensor<'float32'> {
  const stride = sizeOf(shape.slice(1));
  return float32([end - start, ...shape.slice(1)], data.slice(start * stride, end * stride));
}

function join(parts: readonly Tensor<'float32'>[], shape: readonly number[]): Tensor<'float32'> {
  const size = sizeOf(shape);
  const count = parts.reduce((sum, { data }) => sum + data.length, 0) / size;
  const whole = float32([count, ...shape]);
  let start = 0;
  for (const { data } of parts) {
    whole.data.set(data, start);
    start += data.length;
  }
  return whole;
}
