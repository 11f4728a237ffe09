import { addCrossEntropy } from '../../../networks/losses/crossEntropy.ts';
import type { StepLoss } from '../../engine/stepLoss.ts';

/** Mean cross-entropy with the target `labels`: soft labels [n, classes], rows that sum to 1. */
export const classificationLoss: StepLoss = {
  add(g, batchSize) {
    const [count, classes] = g.shape('logits');
    const labels = g.input('labels', 'float32', [count, classes]);
    return addCrossEntropy(g, 'logits', labels, batchSize);
  },
  results: ['logits'],
};
