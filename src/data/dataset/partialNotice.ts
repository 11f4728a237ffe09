/**
 * Says that a copy of a known data set is not complete, as `CIFAR-10: 1,000 of the 10,000 official test images`.
 *
 * @returns no notice when the count is the official one
 */
export function partialNotice(
  title: string,
  split: 'training' | 'test',
  count: number,
  official: number,
): readonly string[] {
  if (count === official) return [];
  const text = (value: number) => value.toLocaleString('en-US');
  return [`${title}: ${text(count)} of the ${text(official)} official ${split} images`];
}
