/**
 * The place of the largest value, of equal ones the first: the class that an image's logits answer. It does not look
 * for NaN, which is larger than nothing, and at the first place smaller than nothing; whoever may meet one checks for it.
 *
 * @param values at least one
 */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let place = 1; place < values.length; place++) if (values[place] > values[best]) best = place;
  return best;
}
