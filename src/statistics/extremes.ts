// `Math.max(...values)` puts every value on the stack, which overflows at a hundred thousand of them: the pixels of one image.

/** The largest of the values and `atLeast`; NaN where one of them is. */
export function largest(values: Iterable<number>, atLeast = Number.NEGATIVE_INFINITY): number {
  let found = atLeast;
  for (const value of values) found = Math.max(found, value);
  return found;
}

/** The smallest of the values and `atMost`; NaN where one of them is. */
export function smallest(values: Iterable<number>, atMost = Number.POSITIVE_INFINITY): number {
  let found = atMost;
  for (const value of values) found = Math.min(found, value);
  return found;
}
