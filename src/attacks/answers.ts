/** The class with the smallest logit, other than `label`. */
export function leastLikelyOf(logits: Float32Array, label: number): number {
  let smallest = label === 0 ? 1 : 0;
  for (let index = 0; index < logits.length; index++) {
    if (index !== label && logits[index] < logits[smallest]) smallest = index;
  }
  return smallest;
}

/** max_{i≠y} z_i − z_y: below zero where the answer is `label`. */
export function marginOf(logits: Float32Array, label: number): number {
  let rival = -Infinity;
  for (let index = 0; index < logits.length; index++) {
    if (index !== label) rival = Math.max(rival, logits[index]);
  }
  return rival - logits[label];
}
