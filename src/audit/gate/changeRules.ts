import type { Worse } from '../measures/worse.ts';
import type { ChangeRule, GateConfig, Threshold } from './gateConfig.ts';
import { worseDirection } from './worseDirection.ts';

/** A rule for a change of which it is settled which way is worse. */
export type SettledChange = ChangeRule & { readonly worse: Worse };

export interface ChangeRulesOptions {
  readonly hasBaseline: boolean;
  /** Whether the change of a measure has an interval. */
  readonly hasInterval: (measure: string) => boolean;
}

/**
 * The measures that are compared with a baseline: those that the configuration lists, or where it lists none, those that
 * have a threshold, each with no tolerance and judged by the interval. One without an interval is judged by value and
 * only warns: nothing says how much of its change is chance.
 *
 * Which way is worse is what the rule says, else what the measure's threshold implies (`>=` means that lower is worse), else
 * what is known of the measure.
 *
 * @throws Error when the configuration lists some and there is no baseline, or when a direction is not settled
 */
export function changeRules(
  { thresholds, changes }: GateConfig,
  { hasBaseline, hasInterval }: ChangeRulesOptions,
): SettledChange[] {
  if (!hasBaseline) {
    if (changes === null) return [];
    throw new Error('gate: the configuration compares with a baseline, got none (--baseline OLD.json)');
  }
  const unlisted = ({ measure }: Threshold): ChangeRule =>
    hasInterval(measure) ? { measure, error: 0, judge: 'interval' } : { measure, warn: 0, judge: 'value' };
  return (changes ?? thresholds.map(unlisted)).map((rule) => {
    const threshold = thresholds.find(({ measure }) => measure === rule.measure);
    const worse = rule.worse ?? (threshold && impliedBy(threshold)) ?? worseDirection(rule.measure);
    if (worse) return { ...rule, worse };
    const name = JSON.stringify(rule.measure);
    throw new Error(
      `gate: which way ${name} is worse must be stated: "baseline": {${name}: {"worse": "lower"}}`,
    );
  });
}

function impliedBy({ error, warn }: Threshold): Worse | undefined {
  const directions = [error, warn].flatMap((bound) => (bound ? [bound[0].startsWith('>')] : []));
  if (new Set(directions).size > 1) return undefined;
  return directions[0] ? 'lower' : 'higher';
}
