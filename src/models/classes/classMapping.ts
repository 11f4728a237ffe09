import { z } from 'zod';
import { groupBy } from '../../statistics/groupBy.ts';
import { orderOf, type Target } from './logitOrder.ts';
import { placesByName } from './placesByName.ts';

const targetSchema = z.union([z.int(), z.array(z.int()).min(2), z.null()]);

/** Which class of the model each class of a data set is. */
export const classMappingSchema = z.strictObject({
  /**
   * `same`: names and order agree; `order`: nobody names the model's classes, so the data set's order is taken, or that of ImageNet;
   * `names`: by name; `file`: as a file says.
   */
  how: z.enum(['same', 'order', 'names', 'file']),
  /** For each class of the data set. */
  indices: z.array(targetSchema),
  /**
   * Names of the logits in the order of `logitOrder`, in which labels and answers are counted: the data set's classes,
   * then those that only the model has. Several that are one class of the model are one name, `cat + dog`.
   */
  classes: z.array(z.string()),
  /** What a reader of the numbers must know. */
  notes: z.array(z.string()),
});

export type ClassMapping = Readonly<z.infer<typeof classMappingSchema>>;

const ownClass = z.union([z.string(), z.int().nonnegative()]);

/** What a mapping file holds: the data set's class → the model's, by name or by index, or a list of them; null leaves the class out. */
export const classMapFileSchema = z.record(
  z.string(),
  z.union([ownClass, z.array(ownClass).min(1), z.null()]),
);

export interface ClassMappingOptions {
  /** Number of logits. */
  readonly count: number;
  /** The model's own names in the order of its logits, where they are known. */
  readonly names?: readonly string[] | undefined;
  readonly map?: Readonly<z.infer<typeof classMapFileSchema>> | undefined;
  /** Class of the data set → the WordNet ids that it was merged from. */
  readonly wordNetIds?: Readonly<Record<string, readonly string[]>> | undefined;
}

/**
 * Finds out which class of a model each class of a data set is: as a file says, or by name or WordNet id, or, where the model's
 * classes have no names and there are as many, in the data set's order. A class that was merged of WordNet ids is all of their classes; its
 * logit is the log-sum-exp of theirs, the logarithm of the sum of their probabilities. Nothing is guessed.
 *
 * @param dataClasses the data set's names in the order of its labels
 * @throws Error that says what differs and asks for a mapping
 */
export function classMapping(dataClasses: readonly string[], options: ClassMappingOptions): ClassMapping {
  const { count, names, map } = options;
  if (names && names.length !== count) {
    throw new Error(
      `classMapping: the model has ${count} classes, ${names.length} names are given for them; name them with --classes FILE`,
    );
  }
  if (map) return fromFile(dataClasses, options);
  const found = namedTargets(dataClasses, options);
  const missing = dataClasses.filter((_, index) => found[index] === null);
  if (!names && (missing.length > 0 || dataClasses.length === count)) {
    if (dataClasses.length !== count)
      throw differs(`the model has ${count} classes, the data set ${dataClasses.length}`);
    const notes = ["the model does not name its classes; they are taken to be in the data set's order"];
    return { how: 'order', indices: [...dataClasses.keys()], classes: [...dataClasses], notes };
  }
  if (missing.length > 0) {
    throw differs(
      `the model has no class named '${missing[0]}'${missing.length > 1 ? ` (nor ${missing.length - 1} more of the data set's)` : ''}`,
    );
  }
  const firsts = new Map(found.map((target, place) => [keyOf(target), place] as const).toReversed());
  const second = found.findIndex((target, place) => firsts.get(keyOf(target)) !== place);
  if (second >= 0) {
    const first = firsts.get(keyOf(found[second]))!;
    throw differs(
      `'${dataClasses[first]}' and '${dataClasses[second]}' of the data set are both like '${nameOf(found[second], options)}' of the model`,
    );
  }
  const isInOrder = dataClasses.length === count && found.every((target, place) => target === place);
  return mappingOf(dataClasses, found, options, isInOrder ? 'same' : names ? 'names' : 'order');
}

/** The model's classes by name or WordNet id; null where there is none, or no name to go by. */
function namedTargets(dataClasses: readonly string[], options: ClassMappingOptions): Target[] {
  const { wordNetIds = {} } = options;
  const placeOf = placesByName(options);
  return dataClasses.map((name) => {
    const place = placeOf(name);
    if (place >= 0) return place;
    const members = Object.hasOwn(wordNetIds, name) ? wordNetIds[name].map(placeOf) : [];
    return members.length === 0 || members.some((member) => member < 0) ? null : oneOrMany(members);
  });
}

const oneOrMany = (indices: readonly number[]): Target => {
  const all = [...new Set(indices)];
  return all.length === 1 ? all[0] : all;
};

/** The same for targets that are the same. */
const keyOf = (target: Target) => JSON.stringify(target);

const nameOf = (target: Target, { names }: ClassMappingOptions) =>
  [target]
    .flat()
    .flatMap((index) => (index === null ? [] : (names?.[index] ?? `class ${index}`)))
    .join(' + ');

const differs = (what: string) =>
  new Error(
    `classMapping: ${what}; say which class is which with --class-map FILE (in a study: classMap beside its file), a JSON object of data set class → model class`,
  );

function fromFile(dataClasses: readonly string[], options: ClassMappingOptions): ClassMapping {
  const { count, names, map = {} } = options;
  const known = new Set(dataClasses);
  const unknown = Object.keys(map).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(`classMapping: the mapping names '${unknown}', which is no class of the data set`);
  }
  const placeOf = placesByName(options);
  const found = dataClasses.map((name): Target => {
    const target = Object.hasOwn(map, name) ? map[name] : null;
    if (target === null) return null;
    const indices = [target].flat().map((one) => {
      const index = typeof one === 'number' ? one : placeOf(one);
      if (index >= 0 && index < count) return index;
      const wanted = names ? `a name or an index in 0 … ${count - 1}` : `an index in 0 … ${count - 1}`;
      throw new Error(`classMapping: '${name}' must be mapped to ${wanted}, got ${JSON.stringify(one)}`);
    });
    return oneOrMany(indices);
  });
  if (found.every((target) => target === null)) throw new Error('classMapping: the mapping leaves no class');
  return mappingOf(dataClasses, found, options, 'file');
}

/** @throws Error when a class of the model is part of two */
function mappingOf(
  dataClasses: readonly string[],
  targets: readonly Target[],
  options: ClassMappingOptions,
  how: ClassMapping['how'],
): ClassMapping {
  const { count } = options;
  const order = orderOf(targets, count);
  checkApart(dataClasses, targets, options);
  const here = groupBy(dataClasses.keys(), (place) => keyOf(targets[place]));
  const classes = order.map((own) => {
    const places = here.get(keyOf(own)) ?? [];
    return places.map((place) => dataClasses[place]).join(' + ') || nameOf(own, options);
  });
  const leftOut = dataClasses.filter((_, index) => targets[index] === null);
  const taken = new Set(targets.flatMap((target) => target ?? []));
  const others = count - taken.size;
  const merged = targets.filter((target) => Array.isArray(target)).length;
  const notes = [
    ...(how === 'names' && others === 0 && merged === 0
      ? ["the model has the data set's classes in another order; they were matched by name"]
      : []),
    ...(how === 'order'
      ? ["the model does not name its classes; they are taken to be ImageNet's, in the order of WordNet ids"]
      : []),
    ...(merged > 0
      ? [`${merged} of the classes are several of the model's each: their logit is the log-sum-exp of theirs`]
      : []),
    ...(leftOut.length > 0 ? [`images of ${leftOut.join(', ')} are left out, as the mapping says`] : []),
    ...(others > 0
      ? [`${others} of the model's ${count} classes are none of the data set's; an answer of them is wrong`]
      : []),
  ];
  return {
    how,
    indices: targets.map((target) =>
      Array.isArray(target) ? [...target] : target,
    ) as ClassMapping['indices'],
    classes,
    notes,
  };
}

function checkApart(
  dataClasses: readonly string[],
  targets: readonly Target[],
  options: ClassMappingOptions,
): void {
  const owner = new Map<number, number>();
  const keys = targets.map(keyOf);
  for (const [place, target] of targets.entries()) {
    for (const index of [target].flat()) {
      if (index === null) continue;
      const other = owner.get(index);
      if (other !== undefined && keys[other] !== keys[place]) {
        throw new Error(
          `classMapping: '${dataClasses[other]}' and '${dataClasses[place]}' must not share a class of the model, both have '${nameOf(index, options)}'`,
        );
      }
      owner.set(index, place);
    }
  }
}
