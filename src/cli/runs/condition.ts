import type { ListedRun } from '../../studies/store/listRuns.ts';
import { decidingKeys } from '../../studies/store/runIdentity.ts';
import { keyOf } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { didYouMean } from '../terminal/didYouMean.ts';
import { settingText } from './settingText.ts';

/** One `--where`: a key of a run, and what its value must be. */
export interface Condition {
  readonly key: string;
  readonly operator: Operator;
  readonly wanted: string;
  /** As it was typed. */
  readonly typed: string;
}

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What is asked of a run beside its settings; of a run that several studies need each of them. */
const others: Readonly<Record<string, (run: ListedRun) => readonly unknown[]>> = {
  status: ({ status }) => [status],
  dataset: ({ dataset }) => [dataset],
  epoch: ({ epoch }) => [epoch],
  accuracy: ({ testAccuracy }) => [testAccuracy],
  trainAccuracy: ({ trainAccuracy }) => [trainAccuracy],
  study: ({ neededBy }) => neededBy,
};

/** Names of what is asked of a run beside its settings. */
export const otherKeys: readonly string[] = Object.keys(others);

// No value begins like an operator: == and => are slips.
const FORM = /^([A-Za-z][A-Za-z-]*)\s*(!=|<=|>=|=|<|>)\s*([^=>\s].*)$/s;

/** @throws UserError where it is none, its key is unknown, or what has no order is to be less or more */
export function parseCondition(typed: string): Condition {
  const [, written, operator, wanted] = FORM.exec(typed.trim()) ?? [];
  if (written === undefined) {
    throw new UserError(
      `--where must be a key, one of = != < <= > >=, and a value, as network=lenet or "accuracy>0.9", got ${typed}`,
    );
  }
  const key = keyOf(written);
  const known = [...decidingKeys, ...otherKeys];
  if (!known.includes(key)) {
    throw new UserError(
      `--where ${typed}: unknown key '${written}'${didYouMean(key, known)}; known are the settings of passband train, and ${otherKeys.join(', ')}`,
    );
  }
  if (/[<>]/.test(operator) && Number.isNaN(numberOf(wanted))) {
    throw new UserError(`--where ${typed}: ${operator} compares numbers, got ${wanted}`);
  }
  return { key, operator: operator as Operator, wanted, typed };
}

/** Whether a run is as all of the conditions want it. */
export function fulfils(run: ListedRun, conditions: readonly Condition[]): boolean {
  return conditions.every(({ key, operator, wanted }) => {
    const values = valuesOf(run, key);
    const isEqual = values.some((value) => isSame(settingText(value), wanted));
    if (operator === '=') return isEqual;
    if (operator === '!=') return !isEqual;
    return values.some((value) => compares[operator](numberOf(settingText(value)), numberOf(wanted)));
  });
}

/** What a run has for a key. */
export function valuesOf(run: ListedRun, key: string): readonly unknown[] {
  return Object.hasOwn(others, key) ? others[key](run) : [run.settings[key]];
}

// Of NaN all are false.
const compares: Readonly<Record<Exclude<Operator, '=' | '!='>, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function isSame(value: string, wanted: string): boolean {
  return value === wanted || numberOf(value) === numberOf(wanted);
}

/** A number as people write it, `0.9`, `90%` or `8/255`; NaN of all else. */
function numberOf(text: string): number {
  const [, above, below = '1', percent] = /^([-+.\de]+)(?:\/([.\d]+))?(%)?$/i.exec(text.trim()) ?? [];
  return above === undefined ? Number.NaN : Number(above) / Number(below) / (percent ? 100 : 1);
}
