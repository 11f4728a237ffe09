/**
 * The value that is there most often, of equally frequent ones that which comes first.
 *
 * @returns undefined where there are none
 */
export function mostFrequent(
  values: Iterable<number>,
): { readonly value: number; readonly count: number } | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [top] = [...counts].sort(([, a], [, b]) => b - a);
  return top && { value: top[0], count: top[1] };
}
