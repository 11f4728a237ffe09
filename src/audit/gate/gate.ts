import { auditSettingsSchema } from '../plan/auditSettings.ts';
import { changeRules } from './changeRules.ts';
import { changeFindings, isEstimate, thresholdFindings } from './findings.ts';
import type { GateConfig } from './gateConfig.ts';
import type { GatedAudit } from './gatedAudit.ts';
import type { GateOutcome } from './gateOutcome.ts';
import { nearestMeasure } from './nearestMeasure.ts';

/**
 * Judges an audit by thresholds and, where there is a baseline, by what has changed since.
 *
 * A threshold is held against the measure, or with `judge: 'interval'` against that end of its interval which is nearer to
 * failing, so that what passes surely holds. A change fails when the whole 95% interval of the difference lies beyond
 * the tolerance on the worse side, so that what fails is surely worse; with `judge: 'value'` when the difference does.
 *
 * An audit and its baseline, an earlier one, are taken for independent samples; for the same images the interval of a
 * change is wider than need be.
 *
 * @throws Error of one line when a rule can't be judged: a measure that is not there, an interval or a direction that is
 * missing, rules for a baseline and no baseline
 */
export function gate(
  audit: GatedAudit,
  config: GateConfig,
  { baseline }: { readonly baseline?: GatedAudit | undefined } = {},
): GateOutcome {
  const { thresholds } = config;
  requireMeasures('the audit', audit, [...thresholds, ...(config.changes ?? [])]);
  if (baseline) requireMeasures('the baseline', baseline, config.changes ?? thresholds);
  const measureOf = (source: GatedAudit, measure: string) => source.measures.get(measure)!;
  const changes = changeRules(config, {
    hasBaseline: baseline !== undefined,
    hasInterval: (measure) =>
      isEstimate(measureOf(audit, measure)) && isEstimate(measureOf(baseline!, measure)),
  });
  const findings = [
    ...thresholds.flatMap((rule) => thresholdFindings(rule, measureOf(audit, rule.measure))),
    ...changes.flatMap((rule) =>
      changeFindings(rule, measureOf(audit, rule.measure), measureOf(baseline!, rule.measure)),
    ),
  ];
  const worst = (['fail', 'warn'] as const).find((bad) => findings.some(({ status }) => status === bad));
  return {
    schema: 'passband.gate',
    version: 1,
    status: worst ?? 'pass',
    audit: sourceOf(audit),
    baseline: baseline ? sourceOf(baseline) : null,
    findings,
    notes: notesOf(audit, baseline),
  };
}

/** All that are missing in one error, each with the measure that may have been meant. */
function requireMeasures(
  who: string,
  { measures }: GatedAudit,
  rules: readonly { readonly measure: string }[],
): void {
  const names = [...measures.keys()];
  const missing = new Set(rules.map(({ measure }) => measure).filter((measure) => !measures.has(measure)));
  if (missing.size === 0) return;
  const hints = [...missing].map((measure) => ({ measure, near: nearestMeasure(measure, names) }));
  const said = hints.map(({ measure, near }) => `'${measure}'${near ? ` (did you mean ${near}?)` : ''}`);
  const list = hints.every(({ near }) => near) ? '' : `; it has ${names.join(', ') || 'none at all'}`;
  throw new Error(`gate: ${who} has no measure ${said.join(', ')}${list}`);
}

function sourceOf({ model, dataset }: GatedAudit): GateOutcome['audit'] {
  return { model: model.name, sha256: model.sha256 ?? null, dataset: dataset.name, n: dataset.n ?? null };
}

function notesOf(audit: GatedAudit, baseline: GatedAudit | undefined): string[] {
  const notes: string[] = [];
  if (audit.status !== 'finished') notes.push(`The audit is not finished (${audit.status}).`);
  if (!baseline) return notes;
  if (baseline.status !== 'finished') notes.push(`The baseline is not finished (${baseline.status}).`);
  if (baseline.dataset.name !== audit.dataset.name) {
    notes.push(`The baseline was measured on ${baseline.dataset.name}, the audit on ${audit.dataset.name}.`);
  }
  const differing = differentSettings(audit, baseline);
  if (differing.length > 0) {
    notes.push(
      `The plans differ (${differing.join(', ')}); to compare like with like, audit with --plan and the baseline's audit.json.`,
    );
  }
  return notes;
}

/** Budget and place on the ladder are only names; what is done under them counts. */
const names = ['budget', 'plan'];

/** `images 300 → 100`, of each setting that is not the baseline's. */
function differentSettings({ settings = {} }: GatedAudit, { settings: before = {} }: GatedAudit): string[] {
  const keys = Object.keys(auditSettingsSchema.shape).filter((key) => !names.includes(key));
  const texts = keys
    .filter((key) => Object.hasOwn(settings, key) && Object.hasOwn(before, key))
    .map((key) => [key, textOf(before[key]), textOf(settings[key])] as const);
  return texts.filter(([, was, is]) => was !== is).map(([key, was, is]) => `${key} ${was} → ${is}`);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null && 'text' in value) return String(value.text);
  // Of a file that may hold anything.
  return String(value).slice(0, 40);
}
