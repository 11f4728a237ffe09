import type { z } from 'zod';
import { partNames } from '../../studies/parts/partNames.ts';
import { checkKey } from '../../studies/plan/settingsOf.ts';
import { parseQuantity, quantityForms } from '../../studies/results/quantities.ts';
import {
  type StudySpec,
  showSchemas,
  studyModelSchema,
  studySpecSchema,
} from '../../studies/spec/studySpec.ts';
import { keyOf } from '../../wording/shellCommand.ts';
import { shortened } from '../../wording/shortened.ts';
import { UserError } from '../../wording/userError.ts';
import { didYouMean } from '../terminal/didYouMean.ts';
import { readYaml } from '../terminal/readYaml.ts';
import { studyFlags } from './studyFlags.ts';

/** Words of a study file that mean what every run has anyway. */
const always: readonly string[] = ['x', 'lfc', 'hfc'];
const kinds = ['curves', 'bars', 'table'] as const;
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
  const given = camelCased(file, content) as Record<string, unknown>;
  checkKeys(file, given, Object.keys(studySpecSchema.shape));
  const { base = {}, measure = [], show = [], vary } = given;
  for (const key of isObject(base) ? Object.keys(base) : []) checkKey(`${file}: base`, key);
  checkVaried(file, vary);
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
  checkModels(file, given.models);
  checkShown(file, show);
  const parsed = studySpecSchema.safeParse({ ...given, measure: parts });
  if (!parsed.success) {
    throw new UserError(`${file}: ${issueText(parsed.error, { ...given, measure: parts })}`);
  }
  if (isNothing(parsed.data.vary) && parsed.data.models.length === 0) {
    throw new UserError(
      `${file}: vary names nothing, so that there is nothing to compare; name a key of train and its values, as "vary: {batchSize: [50, 100]}"`,
    );
  }
  return parsed.data;
}

/**
 * Flags that choose what the paper's studies run, which a study of one's own says itself.
 *
 * @throws UserError where one was given that changes nothing
 */
export function requireNoneOfPaper(
  { spec: { base }, file }: { readonly spec: StudySpec; readonly file: string },
  { scale, preset }: { readonly scale: string; readonly preset: string },
): void {
  if (scale !== studyFlags.scale.default) {
    throw new UserError(
      `--scale ${scale} is for the studies of the paper; ${file} says in base how much there is of everything: epochs, limit, network, …`,
    );
  }
  if (preset !== studyFlags.preset.default && base.preset !== undefined && base.preset !== preset) {
    throw new UserError(`--preset ${preset}: base in ${file} has preset ${base.preset}; change it there`);
  }
}

/** What breaks a schema first, where, and what stands there. */
function issueText({ issues: [{ path, message }] }: z.ZodError, content: unknown): string {
  const value = path.reduce<unknown>((at, key) => Object(at)[key], content);
  const got = value === undefined ? '' : `, got ${shortened(JSON.stringify(value), MOST_CHARACTERS)}`;
  return `${[...path.map(String), message].join(': ')}${got}`;
}

/** Of a value in a message. */
const MOST_CHARACTERS = 80;

const isNothing = (vary: StudySpec['vary']) => vary === undefined || Object.keys(vary).length === 0;

/** A grid takes a list for each key, and a list a name for each setting. */
function checkVaried(file: string, vary: unknown): void {
  if (vary === undefined) return;
  if (!isObject(vary) && !Array.isArray(vary)) {
    throw new UserError(`${file}: vary takes keys with lists of values, as "vary: {batchSize: [50, 100]}"`);
  }
  if (Array.isArray(vary)) {
    for (const setting of vary) {
      if (isObject(setting) && typeof (setting as { name?: unknown }).name === 'string') continue;
      throw new UserError(
        `${file}: vary: each setting takes a name, as "- {name: large, batchSize: 400}", got ${JSON.stringify(setting)}`,
      );
    }
    return;
  }
  for (const [key, values] of Object.entries(vary)) {
    checkKey(`${file}: vary`, key);
    if (Array.isArray(values) && values.length > 0) continue;
    throw new UserError(`${file}: vary: ${key} takes a list of values, got ${JSON.stringify(values)}`);
  }
}

function checkKeys(place: string, content: unknown, known: readonly string[]): void {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UserError(`${place}: must be keys with values`);
  }
  for (const key of Object.keys(content)) {
    if (!known.includes(key)) throw new UserError(`${place}: unknown key '${key}'${didYouMean(key, known)}`);
  }
}

/** A model is a file's path, or keys with what is known of it. */
function checkModels(file: string, models: unknown): void {
  for (const model of Array.isArray(models) ? models : []) {
    if (!isObject(model)) continue;
    checkKeys(`${file}: models`, model, Object.keys(studyModelSchema.shape));
    if ('file' in model) continue;
    throw new UserError(
      `${file}: models: each is the path of an ONNX file, or keys as "{file: model.onnx, classMap: map.json}", got ${JSON.stringify(model)}`,
    );
  }
}

function checkShown(file: string, show: unknown): void {
  for (const each of Array.isArray(show) ? show : []) {
    const shown = Object(each) as Record<string, unknown>;
    const kind = kinds.find((name) => name in shown);
    if (kind === undefined) {
      throw new UserError(
        `${file}: show: each takes ${kinds.join(', ')} with a list of quantities, as "- curves: [train.x, test.x]", got ${JSON.stringify(each)}`,
      );
    }
    checkKeys(`${file}: show`, shown, Object.keys(showSchemas[kind].shape));
    for (const member of named) {
      if (typeof shown[member] === 'string') checkKey(`${file}: show: ${member}`, shown[member]);
    }
    for (const quantity of [shown[kind]].flat()) {
      if (parseQuantity(String(quantity))) continue;
      throw new UserError(
        `${file}: show: unknown quantity '${String(quantity)}'; known are ${quantityForms}`,
      );
    }
    const parsed = showSchemas[kind].safeParse(shown);
    if (!parsed.success) throw new UserError(`${file}: show: ${issueText(parsed.error, shown)}`);
  }
}

/** Members of a study whose own members are settings. */
const withSettings: readonly string[] = ['base', 'vary', 'models'];
/** Members of `show` whose values are keys. */
const named: readonly string[] = ['against', 'rows', 'groups'];

/**
 * Keys as people may write them in a file, `batch-size`, are those of settings, `batchSize`; other values are left alone.
 *
 * @throws UserError where a key stands there in both forms
 */
function camelCased(file: string, content: object): unknown {
  const written = new Map<string, string>();
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => {
      const name = keyOf(key);
      const other = written.get(name);
      if (other !== undefined)
        throw new UserError(`${file}: ${other} and ${key} are one key; keep one of them`);
      written.set(name, key);
      if (name === 'show' && Array.isArray(value)) return [name, value.map(withKeys)];
      if (!withSettings.includes(name)) return [name, value];
      const inside = (each: unknown) => (isObject(each) ? camelCased(file, each) : each);
      return [name, Array.isArray(value) ? value.map(inside) : inside(value)];
    }),
  );
}

function withKeys(show: unknown): unknown {
  if (!isObject(show)) return show;
  return Object.fromEntries(
    Object.entries(show).map(([member, value]) => [
      member,
      named.includes(member) && typeof value === 'string' ? keyOf(value) : value,
    ]),
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
