/** From this number on, names would be those of ImageNet, which a number says as well as `class 281`. */
const MANY = 1000;

/**
 * The names of a model's classes: those that a person gave, else its metadata's, else numbers.
 *
 * @throws Error when a person gave another number of names
 */
export function classesOf(
  count: number,
  stated: readonly string[] | null,
  given: readonly string[] | undefined,
): {
  readonly classes: readonly string[];
  /** Whether they are names, not numbers. */
  readonly areNamed: boolean;
  readonly note: readonly string[];
} {
  if (given) {
    if (given.length === count) return { classes: given, areNamed: true, note: [] };
    throw new Error(`the model has ${count} classes, the list of names has ${given.length}`);
  }
  const numbers = Array.from({ length: count }, (_, index) =>
    count >= MANY ? `${index}` : `class ${index}`,
  );
  if (stated === null) return { classes: numbers, areNamed: false, note: [] };
  if (stated.length === count) return { classes: stated, areNamed: true, note: [] };
  return {
    classes: numbers,
    areNamed: false,
    note: [`its metadata names ${stated.length} classes, but it has ${count}; they are numbered`],
  };
}
