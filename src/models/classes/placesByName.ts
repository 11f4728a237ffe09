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
  const alike = singlePlaces(names.map(plainName));
  const ofImagenet = singlePlaces(names.map(imagenetPlace));
  const ofPlace = (place: number) => (place < 0 ? undefined : ofImagenet.get(place));
  return (name) => {
    const plain = plainName(name);
    return (
      exact.get(name) ?? (plain === '' ? undefined : alike.get(plain)) ?? ofPlace(imagenetPlace(name)) ?? -1
    );
  };
}

/** Where each key stands in a list; undefined of one that stands there several times. */
function singlePlaces<K>(keys: readonly K[]): ReadonlyMap<K, number | undefined> {
  const places = new Map<K, number | undefined>();
  for (const [place, key] of keys.entries()) places.set(key, places.has(key) ? undefined : place);
  return places;
}
