import { type Dataset, readBatch } from '../data/dataset.ts';
import type { Network } from '../networks/network.ts';
import { createSession, type Runtime } from '../runtime/session.ts';
import { rescale } from '../spectrum/rescale.ts';
import { splitAtRadii } from '../spectrum/splitFrequencies.ts';
import type { TrainingConfig } from '../training/config.ts';
import type { Evaluate, Measurement } from '../training/evaluate.ts';

export function tempEvaluate(
  runtime: Runtime,
  network: () => Network,
  dataset: Dataset,
  config: TrainingConfig,
): Evaluate {
  return async (split, { radii }) => {
    const session = await createSession(runtime, network().graph, { threads: config.threads });
    const sums = new Map<string, { -readonly [K in keyof Measurement]: Measurement[K] }>();
    for (let start = 0; start < split.count; start += 100) {
      const count = Math.min(100, split.count - start);
      const { images, labels } = readBatch(
        dataset.shape,
        split,
        Array.from({ length: count }, (_, i) => start + i),
      );
      const parts = splitAtRadii(images, radii, { distance: config.distance });
      const all = [
        { component: 'x' as const, radius: null, images },
        ...parts.map(({ lfc }, i) => ({
          component: 'lfc' as const,
          radius: radii[i],
          images: rescale(lfc, config.rescale),
        })),
        ...parts.map(({ hfc }, i) => ({
          component: 'hfc' as const,
          radius: radii[i],
          images: rescale(hfc, config.rescale),
        })),
      ];
      for (const { component, radius, images } of all) {
        const { logits } = await session.run({ images });
        const key = `${component} ${radius}`;
        const sum = sums.get(key) ?? { component, radius, loss: 0, correct: 0, n: 0 };
        sums.set(key, sum);
        const classes = dataset.classes.length;
        for (let i = 0; i < count; i++) {
          const row = (logits.data as Float32Array).subarray(i * classes, (i + 1) * classes);
          const max = Math.max(...row);
          sum.loss += Math.log(row.reduce((s, v) => s + Math.exp(v - max), 0)) + max - row[labels[i]];
          sum.correct += row.indexOf(max) === labels[i] ? 1 : 0;
          sum.n++;
        }
      }
    }
    await session.release();
    return [...sums.values()].map((sum) => ({ ...sum, loss: sum.loss / sum.n }));
  };
}
