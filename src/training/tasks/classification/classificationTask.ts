import { type Dataset, type Split, selectImages } from '../../../data/dataset/dataset.ts';
import { stratifiedSample } from '../../../data/dataset/stratifiedSample.ts';
import { measuredImages } from '../../batches/trainingImages.ts';
import type { TrainingConfig } from '../../config/config.ts';
import type { Evaluate, EvaluateAttacked, Measurement } from '../../evaluation/evaluate.ts';
import type { Task, TaskMeasure, TaskMeasurement } from '../task.ts';
import { classification } from './classification.ts';
import { classificationSteps } from './classificationSteps.ts';
import type { TransformBatch } from './labelledBatch.ts';

export interface ClassificationTaskOptions {
  readonly dataset: Dataset;
  readonly config: TrainingConfig;
  /** Measures the engine's current weights. */
  readonly evaluate: Evaluate;
  /** Measures their robust accuracy; without it none is measured. */
  readonly evaluateAttacked?: EvaluateAttacked | undefined;
  readonly transformBatch?: TransformBatch | undefined;
}

/**
 * Classification of the images of a data set: at the end of an epoch x, LFC and HFC of training and test images are measured (after the
 * last one of reserve images too), then x of the images held out, then samples of the first two under attack.
 */
export function classificationTask({
  dataset,
  config,
  evaluate,
  evaluateAttacked,
  transformBatch,
}: ClassificationTaskOptions): Task {
  const { train, test, reserve } = dataset;
  const classes = dataset.classes.length;
  return {
    ...classification,
    ...classificationSteps(train, { config, classes, transformBatch }),
    data: dataset,
    learned: { component: config.trainOn, radius: config.trainRadius },
    valuesOf: ({ correct, n }) => ({ accuracy: correct / n, correct }),
    measures({ heldOut, sample }, random) {
      const read = (indices: Uint32Array) => measuredImages(trainingSubset(dataset, indices), config);
      const measured = read(sample);
      const measureOf = (
        split: TaskMeasure['split'],
        images: Split,
        radii: readonly number[],
      ): TaskMeasure => ({
        split,
        passes: images.count * (1 + 2 * radii.length),
        async measure({ signal, onProgress }) {
          const tell = (done: number, total: number) => onProgress?.(done / total);
          return (await evaluate(images, { radii, signal, onProgress: tell })).map(toMeasurement);
        },
      });
      const attacked = (split: 'train' | 'test', images: Split, robust: EvaluateAttacked): TaskMeasure => {
        const count = Math.min(config.adversarialSample, images.count);
        const sampling = random.fork(`adversarial sample ${split}`);
        const chosen = selectImages(images, stratifiedSample(images.labels, count, sampling));
        return {
          split,
          // A gradient costs three passes; some images fall at once.
          passes: 2 * config.adversarialSteps * count,
          async measure({ signal }) {
            const stream = random.fork(`adversarial ${split}`);
            return [toMeasurement(await robust(chosen, { random: stream, signal }))];
          },
        };
      };
      return [
        measureOf('train', measured, config.radius),
        measureOf('test', test, config.radius),
        ...(reserve ? [{ ...measureOf('reserve', reserve, config.radius), atEnd: true }] : []),
        ...(heldOut.length > 0 ? [measureOf('held-out', read(heldOut), [])] : []),
        ...(evaluateAttacked
          ? [attacked('train', measured, evaluateAttacked), attacked('test', test, evaluateAttacked)]
          : []),
      ];
    },
  };
}

const toMeasurement = ({ component, radius, loss, correct, n }: Measurement): TaskMeasurement => ({
  component,
  radius,
  loss,
  n,
  values: { accuracy: correct / n, correct },
});

/** Training images by their indices; the split itself where all of them are asked for in their order. */
export function trainingSubset({ train }: Pick<Dataset, 'train'>, indices: Uint32Array): Split {
  return indices.length === train.count ? train : selectImages(train, indices);
}
