import { z } from 'zod';
import { nearestName } from '../../wording/nearestName.ts';

/** How a threshold compares a measure (left) with its limit (right). */
export const operators = ['>=', '>', '<=', '<'] as const;

const bound = z.tuple([z.enum(operators), z.number()]);
const tolerance = z.number().min(0);
const judge = z.enum(['value', 'interval']);

const thresholdSchema = z
  .strictObject({ error: bound.optional(), warn: bound.optional(), judge: judge.default('value') })
  .refine(({ error, warn }) => error || warn);

const changeSchema = z
  .strictObject({
    error: tolerance.optional(),
    warn: tolerance.optional(),
    judge: judge.default('interval'),
    worse: z.enum(['lower', 'higher']).optional(),
  })
  .transform((rule) => (rule.error === undefined && rule.warn === undefined ? { ...rule, error: 0 } : rule));

/** What a measure must be, as error, as warning or as both. */
export type Threshold = z.infer<typeof thresholdSchema> & { readonly measure: string };
/** How far a measure may go to the worse of the baseline's, as error, as warning or as both. */
export type ChangeRule = z.infer<typeof changeSchema> & { readonly measure: string };

export interface GateConfig {
  readonly thresholds: readonly Threshold[];
  /** Which measures are compared with a baseline; null = those that have a threshold, if there is a baseline. */
  readonly changes: readonly ChangeRule[] | null;
}

const BASELINE = 'baseline';
const ruleKeys = ['error', 'warn', 'judge', 'worse'];
const THRESHOLD =
  'must be as [">=", 0.7] or {"error": [">=", 0.7], "warn": [">=", 0.75], "judge": "interval"}';
const CHANGE = 'must be as 0.02 or {"error": 0.05, "warn": 0.02, "judge": "value", "worse": "higher"}';

/**
 * Checks a gate's configuration: thresholds by the name of their measure, and under `baseline` what is compared with a
 * baseline.
 *
 * @param content a file's content, as it was parsed
 * @param place file that an error starts with
 * @throws Error of one line: the rule that is wrong, or that there is none
 */
export function gateConfig(content: unknown, place: string): GateConfig {
  const entries = entriesOf(content, `${place}: must be rules such as {"lfc@8": [">=", 0.7]}`);
  const thresholds = entries
    .filter(([measure]) => measure !== BASELINE)
    .map(([measure, given]) => {
      const rule = Array.isArray(given) ? { error: given } : given;
      const meant = nearestName(measure, [BASELINE]) ? ' (did you mean baseline?)' : '';
      const mustBe = `${placeOf(measure)}${meant} ${THRESHOLD}`;
      return { ...ruleOf(thresholdSchema, rule, { given, mustBe }), measure };
    });
  const baseline = entries.find(([key]) => key === BASELINE);
  if (!baseline) return { thresholds, changes: null };

  const changes = entriesOf(
    baseline[1],
    `${place}: ${BASELINE} must be rules such as {"lfc@8": {"error": 0.02}}`,
  ).map(([measure, given]) => {
    const rule = typeof given === 'number' ? { error: given } : given;
    const mustBe = `${placeOf(measure)} in ${BASELINE} ${CHANGE}`;
    return { ...ruleOf(changeSchema, rule, { given, mustBe }), measure };
  });
  return { thresholds, changes };

  function placeOf(measure: string): string {
    return `${place}: ${JSON.stringify(measure)}`;
  }
}

function entriesOf(content: unknown, otherwise: string): [string, unknown][] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new Error(`${otherwise}, got ${JSON.stringify(content)}`);
  }
  const entries = Object.entries(content);
  if (entries.length === 0) throw new Error(`${otherwise}, got none: a gate without a rule passes anything`);
  return entries;
}

/**
 * @param rule the rule in its long form
 * @param told.given as it was written
 * @param told.mustBe the beginning of the error, up to what was given instead
 */
function ruleOf<T>(
  schema: z.ZodType<T>,
  rule: unknown,
  { given, mustBe }: { readonly given: unknown; readonly mustBe: string },
): T {
  const result = schema.safeParse(rule);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue.code !== 'unrecognized_keys') throw new Error(`${mustBe}, got ${JSON.stringify(given)}`);
  const near = nearestName(issue.keys[0], ruleKeys);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  throw new Error(`${mustBe}, got the unknown key ${JSON.stringify(issue.keys[0])}${hint}`);
}
