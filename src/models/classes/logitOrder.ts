/** A model's own index of a class, or the indices of several that are one class here; null where its images are left out. */
export type Target = number | readonly number[] | null;

/**
 * For each place in a mapping's `classes` the model's own index, or those that are one class: first the data set's classes in their order,
 * then those that only the model has in its.
 */
export function logitOrder({
  indices,
  classes,
}: {
  readonly indices: readonly Target[];
  readonly classes: readonly string[];
}): (number | readonly number[])[] {
  const named = distinct(indices);
  return orderOf(indices, classes.length - named.length + named.flat().length);
}

export function orderOf(targets: readonly Target[], count: number): (number | readonly number[])[] {
  const named = distinct(targets);
  const taken = new Set(named.flat());
  return [
    ...named,
    ...Array.from({ length: count }, (_, index) => index).filter((index) => !taken.has(index)),
  ];
}

function distinct(targets: readonly Target[]): (number | readonly number[])[] {
  const byText = new Map(
    targets.flatMap((target) => (target === null ? [] : [[JSON.stringify(target), target]])),
  );
  return [...byText.values()];
}
