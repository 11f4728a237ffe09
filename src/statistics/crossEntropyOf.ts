/**
 * −log softmax(logits)_label of one image, in nats, in float64.
 *
 * @param label a place in `logits`
 */
export function crossEntropyOf(logits: Float32Array, label: number): number {
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - largest);
  return Math.log(total) + largest - logits[label];
}
