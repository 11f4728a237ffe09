import { imagenetClasses } from './imagenetClasses.ts';
import { imagenetPlace, plainName } from './imagenetPlace.ts';

/**
 * The place of a name among a model's: spelled so, else the only one with the same letters and digits, else the one that is the
 * same class of ImageNet. A model without names that has as many classes as ImageNet counts them in its order.
 */
export function placesByName({
  count,
  names,
}: {
  readonly count: number;
  readonly names?: readonly string[] | undefined;
}): (name: string) => number {
  if (!names) return count === imagenetClasses.length ? imagenetPlace : () => -1;
  const exact = new Map(names.map((name, index) => [name, index]));
  const alike = new Map<string, number[]>();
  const ofImagenet = new Map<number, number[]>();
  for (const [index, name] of names.entries()) {
    alike.set(plainName(name), [...(alike.get(plainName(name)) ?? []), index]);
    const place = imagenetPlace(name);
    if (place >= 0) ofImagenet.set(place, [...(ofImagenet.get(place) ?? []), index]);
  }
  const only = (places: readonly number[] | undefined) => (places?.length === 1 ? places[0] : undefined);
  return (name) => {
    const plain = plainName(name);
    return (
      exact.get(name) ??
      (plain === '' ? undefined : only(alike.get(plain))) ??
      only(ofImagenet.get(imagenetPlace(name))) ??
      -1
    );
  };
}
