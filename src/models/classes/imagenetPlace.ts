import { imagenetClasses } from './imagenetClasses.ts';

/** A name without what people write differently. */
export const plainName = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

let places: ReadonlyMap<string, number> | undefined;

/**
 * The place of a class among the 1,000 of ImageNet: by WordNet id, by all of its names, or by one of them that no other class has.
 *
 * @returns −1 where it is none of them
 */
export function imagenetPlace(name: string): number {
  places ??= placesByName();
  return places.get(plainName(name)) ?? -1;
}

function placesByName(): Map<string, number> {
  const found = new Map<string, number>();
  const ambiguous = new Set<string>();
  const add = (name: string, place: number) => {
    const plain = plainName(name);
    if ((found.get(plain) ?? place) !== place) ambiguous.add(plain);
    found.set(plain, place);
  };
  for (const [place, { names }] of imagenetClasses.entries()) {
    for (const name of names.split(', ')) add(name, place);
  }
  for (const plain of ambiguous) found.delete(plain);
  for (const [place, { id, names }] of imagenetClasses.entries()) {
    found.set(id, place);
    if (!ambiguous.has(plainName(names))) found.set(plainName(names), place);
  }
  return found;
}
