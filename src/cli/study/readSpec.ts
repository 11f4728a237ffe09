import { partNames } from '../../studies/parts/partNames.ts';
import { parseQuantity, quantityForms } from '../../studies/results/quantities.ts';
import { type StudySpec, studySpecSchema } from '../../studies/spec/studySpec.ts';
import { keyOf } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { didYouMean } from '../terminal/didYouMean.ts';
import { readYaml } from '../terminal/readYaml.ts';
import { configFlags } from '../training/configFlags.ts';

/** Words of a study file that mean what every run has anyway. */
const always: readonly string[] = ['x', 'lfc', 'hfc'];
/** Words that people use for a part. */
const partWords: Readonly<Record<string, string>> = { smoothness: 'kernels', attack: 'attacks' };

/**
 * Reads a study of one's own.
 *
 * @throws UserError of one line: what is wrong in the file, with the name that was probably meant
 */
export function readSpec(file: string): StudySpec {
  const content = readYaml(file);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UserError(
      `${file}: a study is a list of lines such as "name: my-study"; see passband study heuristics --print`,
    );
  }
  const given = camelCased(content) as Record<string, unknown>;
  checkKeys(file, given, Object.keys(studySpecSchema.shape));
  const { base = {}, measure = [], show = [] } = given;
  checkKeys(`${file}: base`, base, Object.keys(configFlags));
  const parts = Array.isArray(measure)
    ? measure.map((word) => partWords[String(word)] ?? word).filter((word) => !always.includes(String(word)))
    : measure;
  for (const word of Array.isArray(parts) ? parts : []) {
    if ((partNames as readonly string[]).includes(String(word))) continue;
    const known = [...always, ...partNames, ...Object.keys(partWords)];
    throw new UserError(
      `${file}: measure: unknown part '${String(word)}'${didYouMean(String(word), known)}; known: ${known.join(', ')}`,
    );
  }
  checkShown(file, show);
  const parsed = studySpecSchema.safeParse({ ...given, measure: parts });
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new UserError(`${file}: ${[...path.map(String), message].join(': ')}`);
  }
  if (parsed.data.vary === undefined && parsed.data.models.length === 0) {
    throw new UserError(
      `${file}: vary is missing, so that there is nothing to compare; name a key of train and its values, as "vary: {batchSize: [50, 100]}"`,
    );
  }
  return parsed.data;
}

function checkKeys(place: string, content: unknown, known: readonly string[]): void {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UserError(`${place}: must be keys with values`);
  }
  for (const key of Object.keys(content)) {
    if (!known.includes(key)) throw new UserError(`${place}: unknown key '${key}'${didYouMean(key, known)}`);
  }
}

function checkShown(file: string, show: unknown): void {
  for (const each of Array.isArray(show) ? show : []) {
    const { curves, bars, table } = Object(each) as Record<string, unknown>;
    for (const quantity of [curves, bars, table].flat()) {
      if (quantity === undefined || parseQuantity(String(quantity))) continue;
      throw new UserError(
        `${file}: show: unknown quantity '${String(quantity)}'; known are ${quantityForms}`,
      );
    }
  }
}

/** Keys as people may write them in a file, `batch-size`, are those of settings, `batchSize`; values are left alone. */
function camelCased(content: object): unknown {
  return Object.fromEntries(
    Object.entries(content).map(([written, value]) => {
      const name = keyOf(written);
      if (name === 'base' || name === 'vary') {
        if (Array.isArray(value))
          return [name, value.map((each) => (isObject(each) ? camelCased(each) : each))];
        return [name, isObject(value) ? camelCased(value) : value];
      }
      return [name, value];
    }),
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
