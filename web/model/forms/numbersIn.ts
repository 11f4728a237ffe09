/**
 * Numbers that a person typed, with commas or spaces between them.
 *
 * @returns undefined where something else is among them, or nothing at all
 */
export function numbersIn(typed: string): number[] | undefined {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== '');
  const numbers = words.map(Number);
  return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : undefined;
}
