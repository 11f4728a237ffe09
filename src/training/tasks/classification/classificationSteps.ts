import type { Split } from '../../../data/dataset/dataset.ts';
import { argmax } from '../../../tensor/argmax.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { type TrainedOn, trainingImages } from '../../batches/trainingImages.ts';
import type { TaskSteps } from '../task.ts';
import { type LabelledBatchOptions, labelledBatch } from './labelledBatch.ts';

export interface ClassificationStepsOptions extends LabelledBatchOptions {
  readonly config: LabelledBatchOptions['config'] & TrainedOn;
}

/** Classification's part in an epoch: soft labels as targets, and how many images are answered rightly. */
export function classificationSteps(train: Split, options: ClassificationStepsOptions): TaskSteps {
  const read = trainingImages(train, options.config);
  return {
    async batch(indices, moment) {
      const { images, labels } = await read(indices);
      const made = await labelledBatch(images, labels, moment, options);
      return { images: made.images, targets: { labels: made.targets } };
    },
    sums: ['correct'],
    sumsOf: ({ logits }, { labels }) => ({ correct: countCorrect(logits, labels) }),
  };
}

/** Rows whose largest logit is at the class with the largest target; with mixup that is the image with the larger share. */
function countCorrect(logits: Tensor<'float32'>, targets: Tensor<'float32'>): number {
  const [count, classes] = logits.shape;
  let correct = 0;
  for (let row = 0; row < count; row++) {
    const [said, wanted] = [logits, targets].map(({ data }) =>
      argmax(data.subarray(row * classes, (row + 1) * classes)),
    );
    if (said === wanted) correct++;
  }
  return correct;
}
