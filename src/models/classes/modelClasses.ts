/** From this number on, names would be those of ImageNet, which a number says as well as `class 281`. */
const MANY = 1000;

/** What a model's classes are called. */
export interface ModelClasses {
  /** In the order of the logits. */
  readonly names: readonly string[];
  /** Whether the classes have names; they are numbers where nobody named them. */
  readonly areNamed: boolean;
  /** What a reader of the names must know. */
  readonly notes: readonly string[];
}

/**
 * The names of a model's classes, where no data set says what they are: numbers where there are none, or not as many.
 *
 * @param count number of classes
 * @param names that a person gave, or that stand in the file
 */
export function modelClasses(count: number, names: readonly string[] | null): ModelClasses {
  if (names?.length === count) return { names, areNamed: true, notes: [] };
  const numbers = Array.from({ length: count }, (_, index) =>
    count >= MANY ? `${index}` : `class ${index}`,
  );
  const notes =
    names === null
      ? []
      : [`its metadata names ${names.length} classes, but it has ${count}; they are numbered`];
  return { names: numbers, areNamed: false, notes };
}
