import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';

/**
 * Softmax cross-entropy with soft labels, in nats: −Σ targets · log softmax(logits) / divisor.
 *
 * @param logits shape [n, classes]
 * @param targets shape [n, classes], rows that sum to 1
 * @param divisor n for the batch's mean
 * @returns a scalar
 */
export function addCrossEntropy(g: GraphBuilder, logits: Value, targets: Value, divisor: number): Value {
  const logProbabilities = g.add('LogSoftmax', [logits], { axis: 1 });
  const total = g.add('ReduceSum', [g.add('Mul', [targets, logProbabilities])], { keepdims: 0 });
  return g.add('Mul', [total, g.scalar(-1 / divisor)]);
}
