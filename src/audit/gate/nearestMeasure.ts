import { nearestName } from '../../wording/nearestName.ts';

/**
 * The measure that a name which is not there most likely means: of the same kind the one at the nearest number, so that
 * `pgd@0.0314` finds `pgd@8/255` and `lfc@9` finds `lfc@8`; else the nearest in spelling.
 */
export function nearestMeasure(word: string, names: readonly string[]): string | undefined {
  const { kind, at } = partsOf(word);
  const distance = (name: string) => Math.abs(partsOf(name).at - at);
  const [nearest] = names
    .filter((name) => partsOf(name).kind === kind)
    .sort((a, b) => orLast(distance(a)) - orLast(distance(b)));
  return nearest ?? nearestName(word, names);
}

function partsOf(name: string): { readonly kind: string; readonly at: number } {
  const [kind, at = ''] = name.split('@', 2);
  const [numerator, denominator = '1'] = at.split('/', 2);
  return { kind: kind.toLowerCase(), at: at === '' ? Number.NaN : Number(numerator) / Number(denominator) };
}

// Where one of the two names has no number.
const orLast = (distance: number) => (Number.isNaN(distance) ? Number.MAX_VALUE : distance);
