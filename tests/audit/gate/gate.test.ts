import { describe, expect, it } from 'vitest';
import { gate } from '#passband/audit/gate/gate.ts';
import { gateConfig } from '#passband/audit/gate/gateConfig.ts';
import { parseGatedAudit } from '#passband/audit/gate/gatedAudit.ts';
import { gateOutcomeSchema } from '#passband/audit/gate/gateOutcome.ts';
import { handMadeAudit, handMadeMeasures, share } from '../../support/handMadeAudit.ts';

const auditWith = (measures: object = {}, members: object = {}) =>
  parseGatedAudit(handMadeAudit({ ...handMadeMeasures, ...measures }, members), 'audit.json');

/** Status of the outcome and of each finding, for a configuration as it is written. */
function judged(config: object, measures: object = {}, before?: object) {
  const baseline = before && auditWith(before);
  const { status, findings } = gate(auditWith(measures), gateConfig(config, 'gate.json'), { baseline });
  return { status, findings: findings.map((finding) => finding.status) };
}
const statusOf = (...words: Parameters<typeof judged>) => judged(...words).status;

describe('a threshold', () => {
  it.each([
    [['>=', 0.72], 'pass'],
    [['>', 0.72], 'fail'],
    [['<=', 0.72], 'pass'],
    [['<', 0.72], 'fail'],
    [['>=', 0.73], 'fail'],
    [['<', 0.73], 'pass'],
  ])('of %j on 0.72 is a %s', (bound, status) => {
    expect(statusOf({ 'lfc@8': bound })).toBe(status);
  });

  it('that only warns does not fail', () => {
    expect(statusOf({ 'lfc@8': { warn: ['>=', 0.75] } })).toBe('warn');
  });

  it('can fail and warn at two limits', () => {
    const rule = { 'lfc@8': { error: ['>=', 0.7], warn: ['>=', 0.75] } };
    expect(judged(rule)).toEqual({ status: 'warn', findings: ['pass', 'warn'] });
    expect(judged(rule, { 'lfc@8': share(0.6) })).toEqual({ status: 'fail', findings: ['fail', 'warn'] });
    expect(judged(rule, { 'lfc@8': share(0.8) })).toEqual({ status: 'pass', findings: ['pass', 'pass'] });
  });

  it('judged by the interval passes only where the interval holds it whole', () => {
    const { low, high } = share(0.72);
    const withLimit = (operator: string, limit: number) =>
      statusOf({ 'lfc@8': { error: [operator, limit], judge: 'interval' } });
    expect([withLimit('>=', low), withLimit('>=', low + 1e-9)]).toEqual(['pass', 'fail']);
    expect([withLimit('<=', high), withLimit('<=', high - 1e-9)]).toEqual(['pass', 'fail']);
  });

  it.each([[null], ['NaN'], [true], [{}], [[0.9]]])('fails where the value is %j, even to warn', (value) => {
    const measures = { 'lfc@8': { value, n: 1000, low: 0, high: 1 } };
    for (const judge of ['value', 'interval']) {
      expect(statusOf({ 'lfc@8': { warn: ['>=', 0], judge } }, measures)).toBe('fail');
      expect(statusOf({ 'lfc@8': { error: ['<=', 1], judge } }, measures)).toBe('fail');
    }
  });

  it('fails where the measure is no measure', () => {
    for (const broken of [null, 0.9, [], { accuracy: 0.9 }]) {
      expect(statusOf({ 'lfc@8': ['>=', 0] }, { 'lfc@8': broken })).toBe('fail');
    }
  });

  it('of 70 for a share is refused, because no model could keep or break it', () => {
    expect(() => statusOf({ 'lfc@8': ['<=', 70] })).toThrow(
      'gate: the limit of lfc@8, a share, must be in [0, 1], got 70',
    );
    expect(statusOf({ smoothness: ['<=', 70] })).toBe('pass');
  });

  it('judged by the interval is refused where there is none', () => {
    expect(() => statusOf({ smoothness: { error: ['<=', 0.5], judge: 'interval' } })).toThrow(
      'gate: "smoothness" has no interval, judge it by value: "smoothness": {"error":["<=",0.5],"judge":"value"}',
    );
  });
});

describe('a measure that the audit does not have', () => {
  it.each([
    ['lfc@9', 'lfc@8'],
    ['lfc@5', 'lfc@4'],
    ['LFC@8', 'lfc@8'],
    ['lcf@8', 'lfc@8'],
    ['pgd@0.0314', 'pgd@8/255'],
    ['pgd@8', 'pgd@8/255'],
    ['pgd', 'pgd@2/255'],
    ['decidedByHFC', 'decidedByHfc'],
    ['decidedByHfc@12', 'decidedByHfc'],
  ])('%s is an error that names %s', (measure, near) => {
    expect(() => statusOf({ [measure]: ['>=', 0] })).toThrow(
      `gate: the audit has no measure '${measure}' (did you mean ${near}?)`,
    );
  });

  it('is an error that names those there are where none is near', () => {
    expect(() => statusOf({ clean: ['>=', 0], entropy: ['>=', 0] })).toThrow(
      /^gate: the audit has no measure 'entropy'; it has clean, lfc@4, .*, smoothness$/,
    );
  });

  it('is an error under the names that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const config = JSON.parse(`{ "${name}": [">=", 0] }`);
      expect(() => statusOf(config)).toThrow(`the audit has no measure '${name}'`);
    }
  });

  it('is a measure under those names where the audit has it', () => {
    const measures = JSON.parse(`{ "__proto__": ${JSON.stringify(share(0.5))} }`);
    const config = gateConfig(JSON.parse('{ "__proto__": [">=", 0.6] }'), 'gate.json');
    const { findings } = gate(parseGatedAudit(handMadeAudit(measures), 'audit.json'), config);
    expect(findings).toMatchObject([{ measure: '__proto__', value: 0.5, status: 'fail' }]);
    expect(Object.prototype).not.toHaveProperty('value');
  });

  it('is an error in the baseline too', () => {
    const baseline = parseGatedAudit(handMadeAudit({ clean: share(0.9) }), 'old.json');
    expect(() => gate(auditWith(), gateConfig({ 'lfc@8': ['>=', 0] }, 'gate.json'), { baseline })).toThrow(
      "gate: the baseline has no measure 'lfc@8'",
    );
  });
});

describe('a change against a baseline', () => {
  const rule = { 'lfc@8': ['>=', 0] };

  it('from an audit to itself is 0 and passes for every measure', () => {
    const config = {
      clean: ['>=', 0],
      baseline: { clean: 0, 'lfc@8': 0, decidedByHfc: 0, smoothness: { judge: 'value' } },
    };
    const { status, findings } = gate(auditWith(), gateConfig(config, 'gate.json'), {
      baseline: auditWith(),
    });
    expect(status).toBe('pass');
    const changes = findings.filter(({ subject }) => subject === 'change');
    expect(changes.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
  });

  // 1,000 images each: the interval of the difference of two shares near 0.7 reaches 0.04 to each side.
  it('fails where the fall is sure, and passes where it may be chance', () => {
    expect(judged(rule, { 'lfc@8': share(0.67) }, {})).toEqual({
      status: 'fail',
      findings: ['pass', 'fail'],
    });
    expect(statusOf(rule, { 'lfc@8': share(0.69) }, {})).toBe('pass');
    expect(statusOf(rule, { 'lfc@8': share(0.9) }, {})).toBe('pass');
  });

  it('takes a rise for the worse where the threshold is an upper one', () => {
    expect(statusOf({ decidedByHfc: ['<=', 1] }, { decidedByHfc: share(0.15) }, {})).toBe('fail');
    expect(statusOf({ decidedByHfc: ['<=', 1] }, { decidedByHfc: share(0.01) }, {})).toBe('pass');
    expect(statusOf({ 'hfc@8': ['<=', 1] }, { 'hfc@8': share(0.5) }, {})).toBe('fail');
  });

  it('is judged for the measures under "baseline" alone where that is given', () => {
    const fallen = { clean: share(0.5), 'lfc@8': share(0.5) };
    const config = gateConfig({ clean: ['>=', 0], baseline: { 'lfc@8': { warn: 0 } } }, 'gate.json');
    const { status, findings } = gate(auditWith(fallen), config, { baseline: auditWith() });
    expect(status).toBe('warn');
    expect(findings.map(({ measure, subject }) => [measure, subject])).toEqual([
      ['clean', 'value'],
      ['lfc@8', 'change'],
    ]);
  });

  it('up to the tolerance passes, by value with nothing lost to rounding', () => {
    const byValue = { baseline: { clean: { error: 0.02, judge: 'value' } } };
    expect(statusOf(byValue, { clean: share(0.88) }, { clean: share(0.9) })).toBe('pass');
    expect(statusOf(byValue, { clean: share(0.879) }, { clean: share(0.9) })).toBe('fail');
  });

  it('by the interval fails where the whole of it lies beyond the tolerance', () => {
    const tolerant = { baseline: { 'lfc@8': 0.05 } };
    expect(statusOf(tolerant, { 'lfc@8': share(0.65) }, {})).toBe('pass');
    expect(statusOf(tolerant, { 'lfc@8': share(0.6) }, {})).toBe('fail');
  });

  it('can fail and warn at two tolerances', () => {
    const config = { baseline: { clean: { error: 0.05, warn: 0.01, judge: 'value' } } };
    expect(judged(config, { clean: share(0.87) }, {}).findings).toEqual(['pass', 'warn']);
  });

  it('of a figure without an interval is refused unless it is judged by value', () => {
    expect(() => statusOf({ baseline: { smoothness: 0.05 } }, {}, {})).toThrow(
      'gate: "smoothness" has no interval, judge it by value: "baseline": {"smoothness": {"error":0.05,"judge":"value"}}',
    );
    const risen = { smoothness: { ...handMadeMeasures.smoothness, value: 0.41 } };
    expect(statusOf({ baseline: { smoothness: { judge: 'value' } } }, risen, {})).toBe('fail');
  });

  it('of a figure without an interval warns where only a threshold names it', () => {
    const at = (value: number) => ({ smoothness: { ...handMadeMeasures.smoothness, value } });
    const config = { smoothness: ['<=', 1], 'lfc@8': ['>=', 0] };
    expect(judged(config, at(0.41), at(0.4))).toEqual({
      status: 'warn',
      findings: ['pass', 'pass', 'warn', 'pass'],
    });
    expect(statusOf(config, at(0.4), at(0.4))).toBe('pass');
    expect(statusOf(config, at(0.39), at(0.4))).toBe('pass');
  });

  it('in a measure that is not there is an error that says so before it asks for anything else', () => {
    expect(() => statusOf({ baseline: { 'hfc@9': 0 } }, {}, {})).toThrow(
      "gate: the audit has no measure 'hfc@9' (did you mean hfc@8?)",
    );
  });

  it('fails where either has no number', () => {
    const none = { clean: { value: null, n: 1000, low: null, high: null } };
    expect(statusOf({ baseline: { clean: 1 } }, none, {})).toBe('fail');
    expect(statusOf({ baseline: { clean: { warn: 1 } } }, {}, none)).toBe('fail');
  });

  it('needs to be told which way is worse where it is not settled', () => {
    expect(() => statusOf({ baseline: { 'hfc@8': 0 } }, {}, {})).toThrow(
      'gate: which way "hfc@8" is worse must be stated: "baseline": {"hfc@8": {"worse": "lower"}}',
    );
    const between = { 'hfc@8': { error: ['>=', 0.1], warn: ['<=', 0.9] } };
    expect(() => statusOf(between, {}, {})).toThrow('which way "hfc@8" is worse must be stated');
    const stated = { baseline: { 'hfc@8': { worse: 'higher' } } };
    expect(statusOf(stated, { 'hfc@8': share(0.5) }, {})).toBe('fail');
  });

  it('that the configuration asks for is an error without a baseline, not a pass', () => {
    expect(() => statusOf({ clean: ['>=', 0], baseline: { clean: 0 } })).toThrow(
      'gate: the configuration compares with a baseline, got none (--baseline OLD.json)',
    );
  });

  it('against another data set or an unfinished audit carries a note', () => {
    const baseline = auditWith({}, { status: 'stopped', dataset: { name: 'mnist', n: 10 } });
    const { notes } = gate(auditWith(), gateConfig(rule, 'gate.json'), { baseline });
    expect(notes).toEqual([
      'The baseline is not finished (stopped).',
      'The baseline was measured on mnist, the audit on cifar-10.',
    ]);
  });

  it('under another plan carries a note of what differs, budgets alone do not', () => {
    const notesOf = (settings: object, before: object) =>
      gate(auditWith({}, { settings }), gateConfig(rule, 'gate.json'), {
        baseline: auditWith({}, { settings: before }),
      }).notes;
    const plan = { images: 300, radii: [4, 8], mainEpsilon: { value: 8 / 255, text: '8/255' } };
    expect(notesOf({ ...plan, budget: 'quick', plan: 6 }, { ...plan, budget: 'standard', plan: 9 })).toEqual(
      [],
    );
    expect(notesOf({ ...plan, images: 100, radii: [4] }, plan)).toEqual([
      "The plans differ (radii [4, 8] → [4], images 300 → 100); to compare like with like, audit with --plan and the baseline's audit.json.",
    ]);
  });
});

describe('the outcome', () => {
  it('is read back through its schema unchanged', () => {
    const config = gateConfig({ 'lfc@8': { error: ['>=', 0.7], warn: ['>=', 0.75] } }, 'gate.json');
    const outcome = gate(auditWith(), config, { baseline: auditWith() });
    expect(gateOutcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  });
});
