import { nearestName } from '../../wording/nearestName.ts';

/** ` (did you mean …?)`, empty where no name is near. */
export function didYouMean(word: string, names: readonly string[]): string {
  const name = nearestName(word, names);
  return name === undefined ? '' : ` (did you mean ${name}?)`;
}
