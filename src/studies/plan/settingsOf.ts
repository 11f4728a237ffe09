import { type GivenConfig, givenConfigSchema } from '../../training/config/config.ts';
import { whole } from '../../wording/format.ts';
import { nearestName } from '../../wording/nearestName.ts';
import { UserError } from '../../wording/userError.ts';
import type { StudySpec } from '../spec/studySpec.ts';

/** One setting of a study: its name, and the keys that differ from the base. */
export interface GivenSetting {
  readonly name: string;
  readonly values: GivenConfig;
}

/** Keys that a study does not vary: they are the store's, the machine's, or have a place of their own in the study. */
const kept: readonly string[] = ['out', 'threads', 'dataDir', 'seed', 'tensorboard'];
export const variedKeys = Object.keys(givenConfigSchema.shape).filter((key) => !kept.includes(key));

/** A grid so large is probably a mistake; without `--yes` it is asked for. */
export const MANY_RUNS = 200;
/** So many that listing them takes minutes. */
const MOST_SETTINGS = 100_000;

/**
 * The settings that a study varies over: each of a list, or each point of a grid, the last key quickest. A study that varies nothing has
 * one, its base.
 *
 * @throws UserError of one line for an unknown key, a value that its key does not take, or a name that comes twice
 */
export function settingsOf({
  name,
  models,
  vary = models.length > 0 ? [] : [{ name: 'base' }],
}: Pick<StudySpec, 'name' | 'vary' | 'models'>): GivenSetting[] {
  const written = Array.isArray(vary)
    ? vary.map(({ name: of, ...values }) => ({ name: of, values }))
    : gridOf(name, Object.entries(vary));
  const seen = new Set<string>();
  return written.map(({ name: of, values }) => {
    if (seen.has(of)) throw new UserError(`${name}: vary has two settings called '${of}'`);
    seen.add(of);
    return { name: of, values: checked(name, values) };
  });
}

function gridOf(
  study: string,
  keys: readonly (readonly [string, readonly unknown[]])[],
): { name: string; values: Record<string, unknown> }[] {
  const count = keys.reduce((product, [, values]) => product * values.length, 1);
  if (count > MOST_SETTINGS) {
    throw new UserError(
      `${study}: vary has ${whole(count)} settings; at most ${whole(MOST_SETTINGS)} can be`,
    );
  }
  let points: Record<string, unknown>[] = [{}];
  for (const [key, values] of keys) {
    points = points.flatMap((point) => values.map((value) => ({ ...point, [key]: value })));
  }
  return points.map((values) => ({
    name: Object.entries(values)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', '),
    values,
  }));
}

/**
 * Refuses what is no key of a study's runs.
 *
 * @param place where it stands, for the message
 * @throws UserError of one line, with the key that was probably meant
 */
export function checkKey(place: string, key: string): void {
  if (variedKeys.includes(key)) return;
  if (kept.includes(key)) {
    const instead =
      key === 'seed' ? 'name seeds beside base and vary in place of it' : 'it changes no number of a run';
    throw new UserError(`${place}: ${key} has no place here; ${instead}`);
  }
  const near = nearestName(key, variedKeys);
  throw new UserError(`${place}: unknown key '${key}'${near ? `; did you mean '${near}'?` : ''}`);
}

function checked(study: string, values: Record<string, unknown>): GivenConfig {
  for (const key of Object.keys(values)) checkKey(`${study}: vary`, key);
  const parsed = givenConfigSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new UserError(
    `${study}: vary: ${path.join('.')}: ${message}, got ${JSON.stringify(values[String(path[0])])}`,
  );
}
