import { readBatch } from '../../data/dataset/dataset.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Pool } from '../../runtime/pool.ts';
import { settled } from '../../runtime/settled.ts';
import { crossEntropyOf } from '../../statistics/crossEntropyOf.ts';
import { float32, sizeOf } from '../../tensor/tensor.ts';
import { type ComponentOptions, componentGraph } from './componentGraph.ts';
import type { Evaluate, Measurement } from './evaluate.ts';

export interface EvaluateOptions extends Omit<ComponentOptions, 'radii'> {
  /** Channels in a block of the CPU provider's layout; 1 = the plain layout. */
  readonly block: number;
}

/**
 * Measures a network on x, LFC and HFC: each thread of the pool takes some images, splits them and classifies all
 * components in one graph.
 *
 * @param network the graph with the weights of this moment, for inference, its batch not fixed
 */
export function createEvaluate(
  pool: Pool,
  network: () => Graph,
  { block, ...component }: EvaluateOptions,
): Evaluate {
  return async (split, { radii, signal, onProgress }) => {
    const { shape } = split.images;
    // About as many pixels at once as 50 CIFAR images have, components counted, so that a layer's values stay in the
    // cache: 450 images at once took a quarter longer.
    const seenImages = (50 * 3 * 32 * 32) / sizeOf(shape);
    const chunk = Math.max(1, Math.round(Math.min(50, seenImages) / (1 + 2 * radii.length)));
    const graph = componentGraph(network(), { ...component, radii }, { images: chunk, block });
    const model = await pool.load(graph);
    const seen: readonly Pick<Measurement, 'component' | 'radius'>[] = [
      { component: 'x', radius: null },
      ...radii.map((radius) => ({ component: 'lfc', radius }) as const),
      ...radii.map((radius) => ({ component: 'hfc', radius }) as const),
    ];
    const starts = Array.from({ length: Math.ceil(split.count / chunk) }, (_, index) => index * chunk);
    const parts: Part[][] = starts.map(() => []);
    const waiting = starts.entries();
    let [isOver, done] = [false, 0];
    async function work(): Promise<void> {
      for (const [index, start] of waiting) {
        signal?.throwIfAborted();
        if (isOver) return;
        const count = Math.min(chunk, split.count - start);
        const indices = Array.from({ length: count }, (_, place) => start + place);
        const { images, labels } = await readBatch(split, indices);
        const padded = float32([chunk, ...shape]);
        padded.data.set(images.data);
        const { logits } = await model.run({ images: padded });
        const classes = logits.shape[1];
        parts[index] = seen.map((_, component) => {
          const first = component * chunk * classes;
          return partOf((logits.data as Float32Array).subarray(first, first + count * classes), labels);
        });
        done += count;
        onProgress?.(done, split.count);
      }
    }
    try {
      const stop = (error: unknown) => {
        isOver = true;
        throw error;
      };
      await settled(Array.from({ length: pool.threads }, () => work().catch(stop)));
    } finally {
      await model.release();
    }
    // Added up in the order of the images, not in that in which the threads finished: the same bits each time.
    return seen.map((component, place) => {
      const total = { loss: 0, correct: 0 };
      for (const part of parts) {
        total.loss += part[place].loss;
        total.correct += part[place].correct;
      }
      return { ...component, loss: total.loss / split.count, correct: total.correct, n: split.count };
    });
  };
}

interface Part {
  readonly loss: number;
  readonly correct: number;
}

/** Summed cross-entropy and number of hits of some images. */
function partOf(logits: Float32Array, labels: Int32Array): Part {
  const classes = logits.length / labels.length;
  let loss = 0;
  let correct = 0;
  for (let image = 0; image < labels.length; image++) {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    let best = 0;
    for (let label = 1; label < classes; label++) if (row[label] > row[best]) best = label;
    loss += crossEntropyOf(row, labels[image]);
    correct += best === labels[image] ? 1 : 0;
  }
  return { loss, correct };
}
