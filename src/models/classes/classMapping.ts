import { z } from 'zod';

/** Which class of the model each class of a data set is. */
export const classMappingSchema = z.strictObject({
  /** `same`: names and order agree; `order`: nobody names the model's classes, so the data set's order is taken; `names`: by name; `file`: as a file says. */
  how: z.enum(['same', 'order', 'names', 'file']),
  /** For each class of the data set the model's own index, null where its images are left out. */
  indices: z.array(z.int().nullable()),
  /**
   * Names of the logits in the order of `logitOrder`, in which labels and answers are counted: the data set's classes,
   * then those that only the model has. Several that are one class of the model are one name, `cat + dog`.
   */
  classes: z.array(z.string()),
  /** What a reader of the numbers must know. */
  notes: z.array(z.string()),
});

export type ClassMapping = Readonly<z.infer<typeof classMappingSchema>>;

/** What a mapping file holds: the data set's class → the model's, by name or by index; null leaves the class out. */
export const classMapFileSchema = z.record(
  z.string(),
  z.union([z.string(), z.int().nonnegative(), z.null()]),
);

export interface ClassMappingOptions {
  /** Number of logits. */
  readonly count: number;
  /** The model's own names in the order of its logits, where they are known. */
  readonly names?: readonly string[] | undefined;
  readonly map?: Readonly<Record<string, string | number | null>> | undefined;
}

/**
 * Finds out which class of a model each class of a data set is: as a file says, or by name, or, where the model's
 * classes have no names and there are as many, in the data set's order. Nothing is guessed.
 *
 * @param dataClasses the data set's names in the order of its labels
 * @throws Error that says what differs and asks for a mapping
 */
export function classMapping(
  dataClasses: readonly string[],
  { count, names, map }: ClassMappingOptions,
): ClassMapping {
  if (names && names.length !== count) {
    throw new Error(
      `classMapping: the model has ${count} classes, ${names.length} names are given for them; name them with --classes FILE`,
    );
  }
  if (map) return fromFile(dataClasses, { count, names, map });
  if (!names) {
    if (dataClasses.length !== count)
      throw differs(`the model has ${count} classes, the data set ${dataClasses.length}`);
    const notes = ["the model does not name its classes; they are taken to be in the data set's order"];
    return { how: 'order', indices: [...dataClasses.keys()], classes: [...dataClasses], notes };
  }
  const indices = dataClasses.map((name) => indexOfName(name, names));
  const missing = dataClasses.filter((_, index) => indices[index] < 0);
  if (missing.length > 0) {
    throw differs(
      `the model has no class named '${missing[0]}'${missing.length > 1 ? ` (nor ${missing.length - 1} more of the data set's)` : ''}`,
    );
  }
  if (dataClasses.length !== count)
    throw differs(`the model has ${count} classes, the data set ${dataClasses.length}`);
  const second = indices.findIndex((index, place) => indices.indexOf(index) !== place);
  if (second >= 0) {
    const first = indices.indexOf(indices[second]);
    throw differs(
      `'${dataClasses[first]}' and '${dataClasses[second]}' of the data set are both like '${names[indices[first]]}' of the model`,
    );
  }
  const isSame = indices.every((index, place) => index === place);
  const notes = isSame
    ? []
    : ["the model has the data set's classes in another order; they were matched by name"];
  return { how: isSame ? 'same' : 'names', indices, classes: [...dataClasses], notes };
}

/** The place of a name: spelled so, else the only one with the same letters and digits. */
function indexOfName(name: string, names: readonly string[]): number {
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const alike = [...names.keys()].filter((index) => plain(names[index]) === plain(name));
  return plain(name) !== '' && alike.length === 1 ? alike[0] : -1;
}

const differs = (what: string) =>
  new Error(
    `classMapping: ${what}; say which class is which with --class-map FILE, a JSON object of data set class → model class`,
  );

function fromFile(
  dataClasses: readonly string[],
  { count, names, map = {} }: ClassMappingOptions,
): ClassMapping {
  const unknown = Object.keys(map).find((name) => !dataClasses.includes(name));
  if (unknown !== undefined) {
    throw new Error(`classMapping: the mapping names '${unknown}', which is no class of the data set`);
  }
  const indices = dataClasses.map((name) => {
    const target = Object.hasOwn(map, name) ? map[name] : null;
    if (target === null) return null;
    const index = typeof target === 'number' ? target : (names?.indexOf(target) ?? -1);
    if (index < 0 || index >= count) {
      const known = names ? `a name or an index in 0 … ${count - 1}` : `an index in 0 … ${count - 1}`;
      throw new Error(`classMapping: '${name}' must be mapped to ${known}, got ${JSON.stringify(target)}`);
    }
    return index;
  });
  if (indices.every((index) => index === null)) throw new Error('classMapping: the mapping leaves no class');
  const leftOut = dataClasses.filter((_, index) => indices[index] === null);
  const order = logitOrder({ indices, classes: new Array<string>(count) });
  const classes = order.map((own) => {
    const here = dataClasses.filter((_, index) => indices[index] === own);
    return here.join(' + ') || (names?.[own] ?? `class ${own}`);
  });
  const others = order.filter((own) => !indices.includes(own)).length;
  const notes = [
    ...(leftOut.length > 0 ? [`images of ${leftOut.join(', ')} are left out, as the mapping says`] : []),
    ...(others > 0
      ? [`${others} of the model's ${count} classes are none of the data set's; an answer of them is wrong`]
      : []),
  ];
  return { how: 'file', indices, classes, notes };
}

/**
 * For each place in a mapping's `classes` the model's own index: first the data set's classes in their order, then those
 * that only the model has in its.
 */
export function logitOrder({ indices, classes }: Pick<ClassMapping, 'indices' | 'classes'>): number[] {
  const named = indices.filter((index) => index !== null);
  return [...new Set([...named, ...classes.keys()])];
}
