import { readBatch } from '../../data/dataset/dataset.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Pool } from '../../runtime/pool.ts';
import { settled } from '../../runtime/settled.ts';
import { crossEntropyOf } from '../../statistics/crossEntropyOf.ts';
import type { ComponentOptions } from './componentGraph.ts';
import { logitsByBatch, logitsTogether } from './componentLogits.ts';
import type { Evaluate, Measurement } from './evaluate.ts';

export interface EvaluateOptions extends Omit<ComponentOptions, 'radii'> {
  /** Channels in a block of the CPU provider's layout; 1 = the plain layout. */
  readonly block: number;
  /** Images whose own moments batch normalisation takes, a split's in their order; by default it has its running ones. */
  readonly momentsOf?: number | undefined;
}

/**
 * Measures a network on x, LFC and HFC: each thread of the pool takes some images, splits them and classifies all
 * components.
 *
 * @param network the graph with the weights of this moment, for inference, its batch not fixed
 */
export function createEvaluate(
  pool: Pool,
  network: () => Graph,
  { block, momentsOf, ...component }: EvaluateOptions,
): Evaluate {
  return async (split, { radii, signal, onProgress }) => {
    const options = { ...component, radii };
    const model = await (momentsOf === undefined
      ? logitsTogether(pool, network(), options, block)
      : logitsByBatch(pool, network(), options, momentsOf));
    const chunk = model.most;
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
        parts[index] = (await model.of(images)).map((logits) => partOf(logits, labels));
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
