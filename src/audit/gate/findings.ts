import { differenceInterval, type Estimate } from '../../statistics/differenceInterval.ts';
import type { SettledChange } from './changeRules.ts';
import type { Threshold } from './gateConfig.ts';
import type { GatedMeasure } from './gatedAudit.ts';
import type { Finding } from './gateOutcome.ts';

type Subject = Pick<Finding, 'measure' | 'subject' | 'value' | 'low' | 'high' | 'n' | 'before'>;
type Judgement = Pick<Finding, 'judged' | 'operator' | 'limit' | 'level'>;

const levels = ['error', 'warn'] as const;

const holds: Readonly<Record<Finding['operator'], (value: number, limit: number) => boolean>> = {
  '>=': (value, limit) => value >= limit,
  '>': (value, limit) => value > limit,
  '<=': (value, limit) => value <= limit,
  '<': (value, limit) => value < limit,
};

/**
 * A finding for each level of a threshold.
 *
 * @throws Error when the measure has no interval to judge by, or a share is held against a limit outside [0, 1]
 */
export function thresholdFindings({ measure, judge, ...bounds }: Threshold, now: GatedMeasure): Finding[] {
  const subject: Subject = { ...now, measure, subject: 'value', before: null };
  return levels.flatMap((level) => {
    const bound = bounds[level];
    if (!bound) return [];
    const [operator, limit] = bound;
    // It would pass or fail whatever the model does: 70 was meant as 70%.
    if (now.n !== null && (limit < 0 || limit > 1)) {
      throw new Error(`gate: the limit of ${measure}, a share, must be in [0, 1], got ${limit}`);
    }
    // The end that is nearer to failing: what passes, surely holds.
    const end = operator.startsWith('>') ? 'low' : 'high';
    return [findingOf(subject, { judged: judge === 'value' ? 'value' : end, operator, limit, level })];
  });
}

/**
 * A finding for each level of a rule for a change.
 *
 * @throws Error when one of the two measures has no interval to judge by
 */
export function changeFindings(
  { measure, judge, worse, ...tolerances }: SettledChange,
  now: GatedMeasure,
  before: GatedMeasure,
): Finding[] {
  const subject: Subject = { ...changeOf(now, before), measure, subject: 'change' };
  return levels.flatMap((level) => {
    const tolerance = tolerances[level];
    if (tolerance === undefined) return [];
    // The end that is further from failing: what fails, is surely worse.
    const [operator, limit, end] =
      worse === 'lower' ? (['>=', 0 - tolerance, 'high'] as const) : (['<=', tolerance, 'low'] as const);
    return [findingOf(subject, { judged: judge === 'value' ? 'value' : end, operator, limit, level })];
  });
}

function changeOf(now: GatedMeasure, before: GatedMeasure) {
  const interval = isEstimate(now) && isEstimate(before) ? differenceInterval(now, before) : null;
  const value = now.value === null || before.value === null ? null : exact(now.value - before.value);
  return { value, low: null, high: null, ...interval, n: now.n, before: before.value };
}

/** Whether a measure has an interval. */
export const isEstimate = (measure: GatedMeasure): measure is GatedMeasure & Estimate => measure.low !== null;

// 0.9 − 0.88 is 0.02, and not more than a tolerance of 0.02.
const exact = (difference: number) => Math.round(difference * 1e12) / 1e12;

function findingOf(subject: Subject, { judged, operator, limit, level }: Judgement): Finding {
  const number = subject[judged];
  if (number === null && subject.value !== null) {
    const name = JSON.stringify(subject.measure);
    const [bound, rule] =
      subject.subject === 'value'
        ? [[operator, limit], (text: string) => text]
        : [Math.abs(limit), (text: string) => `"baseline": {${text}}`];
    const byValue = rule(`${name}: ${JSON.stringify({ [level]: bound, judge: 'value' })}`);
    throw new Error(`gate: ${name} has no interval, judge it by value: ${byValue}`);
  }
  const passes = number !== null && holds[operator](number, limit);
  const failed = level === 'error' || number === null ? 'fail' : 'warn';
  return { ...subject, judged, operator, limit, level, status: passes ? 'pass' : failed };
}
