import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import { crossEntropy } from './losses.ts';

/**
 * Softmax cross-entropy of a batch with soft labels, in nats: −Σ targets · log softmax(logits) / divisor.
 *
 * @param logits shape [n, classes]
 * @param targets shape [n, classes], rows that sum to 1
 * @param divisor n for the batch's mean
 * @returns a scalar
 */
export function addCrossEntropy(g: GraphBuilder, logits: Value, targets: Value, divisor: number): Value {
  const total = g.add('ReduceSum', [crossEntropy.add(g, logits, targets)], { keepdims: 0 });
  return g.add('Mul', [total, g.scalar(1 / divisor)]);
}
