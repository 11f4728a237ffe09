import { describe, expect, it } from 'vitest';
import { gate } from '#passband/audit/gate/gate.ts';
import { gateConfig } from '#passband/audit/gate/gateConfig.ts';
import { parseGatedAudit } from '#passband/audit/gate/gatedAudit.ts';
import { findingText, gateCount, gateTitle } from '#passband/report/gate/findingText.ts';
import { gateJunit } from '#passband/report/gate/gateJunit.ts';
import { gateMarkdown } from '#passband/report/gate/gateMarkdown.ts';
import { printable } from '#passband/wording/printable.ts';
import { handMadeAudit, handMadeMeasures, share } from '../../support/handMadeAudit.ts';
import { parseXml } from '../../support/parseXml.ts';

function outcomeOf(config: object, measures: object = {}, members: object = {}) {
  const audit = parseGatedAudit(handMadeAudit({ ...handMadeMeasures, ...measures }, members), 'audit.json');
  const baseline = parseGatedAudit(handMadeAudit(), 'old.json');
  return gate(audit, gateConfig(config, 'gate.json'), { baseline });
}

const three = {
  'lfc@8': ['>=', 0.75],
  'pgd@8/255': { warn: ['>=', 0.25] },
  clean: { error: ['>=', 0.8], judge: 'interval' },
  baseline: { clean: 0.01 },
};

const hostile = [
  '<script>alert(1)</script>',
  ']]><x y="1">&amp;',
  '| a | b |\n|---|---|\n[x](javascript:alert(1))',
  '`code` *bold* _it_ ~~no~~ #1 @someone <!-- -->',
  'bell \u0007 escape \u001b[31m\u009b31m nul \u0000 half \ud800 turn \u202e end \ufffe',
  'https://example.org www.example.org',
  '"quotes\' \\',
];

describe('findingText', () => {
  it('says what was found and what it must be', () => {
    const sentences = outcomeOf(three).findings.map((finding) => findingText(finding).sentence);
    expect(sentences).toEqual([
      'lfc@8 is 0.7200 (0.6914 to 0.7469, n = 1,000), must be >= 0.75',
      'pgd@8/255 is 0.2000 (0.1764 to 0.2259, n = 1,000), must be >= 0.25',
      'clean is 0.9000 (0.8798 to 0.9171, n = 1,000); its low end must be >= 0.8',
      'clean changed by 0.0000 (-0.0264 to +0.0264, n = 1,000) from 0.9000; its high end must be >= -0.01',
    ]);
  });

  it('never rounds a number onto its limit', () => {
    const measures = { clean: share(69996 / 100_000, 100_000) };
    const [finding] = outcomeOf({ clean: ['>=', 0.7] }, measures).findings;
    expect(findingText(finding)).toMatchObject({ mark: '✗ fail', value: '0.69996' });
  });

  it('says that there is no number', () => {
    const [finding] = outcomeOf({ clean: ['>=', 0.7], baseline: { clean: 0 } }, { clean: null }).findings;
    expect(findingText(finding)).toMatchObject({
      value: 'no number',
      interval: '',
      sentence: 'clean is no number, must be >= 0.7',
    });
  });

  it('has a verdict and counts', () => {
    expect(gateTitle(outcomeOf(three))).toEqual({
      verdict: '✗ Gate failed',
      subject: 'model.onnx on cifar-10 (n = 1,000), against model.onnx on cifar-10 (n = 1,000)',
    });
    expect(gateCount(outcomeOf(three))).toBe('1 of 4 rules failed, 1 warned.');
    expect(gateCount(outcomeOf({ baseline: { clean: 0 } }))).toBe('None of 1 rule failed.');
  });
});

describe('gateJunit', () => {
  it('has a test a rule and counts the failures', () => {
    const root = parseXml(gateJunit(outcomeOf(three)));
    const [suite] = root.children;
    expect([root.name, suite.name]).toEqual(['testsuites', 'testsuite']);
    for (const { attributes } of [root, suite]) {
      expect(attributes).toMatchObject({ tests: '4', failures: '1', errors: '0', skipped: '0' });
    }
    const cases = suite.children.filter(({ name }) => name === 'testcase');
    expect(cases.map(({ attributes, children: [child] }) => [attributes.name, child.name])).toEqual([
      ['lfc@8 >= 0.75', 'failure'],
      ['pgd@8/255 >= 0.25', 'system-out'],
      ['clean low end >= 0.8', 'system-out'],
      ['change of clean high end >= -0.01', 'system-out'],
    ]);
    expect(cases[0].children[0].attributes.message).toBe(findingText(outcomeOf(three).findings[0]).sentence);
    expect(cases[1].children[0].text).toMatch(/^warning: pgd@8\/255 is 0\.2000/);
  });

  it.each(hostile)('is well formed and carries %j as text', (name) => {
    const outcome = outcomeOf(
      { [name]: ['>=', 0.9], baseline: { clean: 0 } },
      { [name]: share(0.5) },
      { model: { name }, dataset: { name, n: 1 } },
    );
    const [suite] = parseXml(gateJunit(outcome)).children;
    expect(suite.attributes.name).toContain(printable(name));
    expect(suite.children[0].attributes.name).toBe(`${printable(name)} >= 0.9`);
  });
});

describe('gateMarkdown', () => {
  it('is a heading, a table and the count', () => {
    expect(gateMarkdown(outcomeOf(three))).toBe(
      [
        '### ✗ Gate failed: model.onnx on cifar-10 (n = 1,000), against model.onnx on cifar-10 (n = 1,000)',
        '',
        '| | measure | value | 95% interval | must be |',
        '|---|---|--:|---|---|',
        '| ✗ fail | lfc@8 | 0.7200 | 0.6914 to 0.7469 | >= 0.75 |',
        '| ! warn | pgd@8/255 | 0.2000 | 0.1764 to 0.2259 | >= 0.25 |',
        '| ✓ pass | clean | 0.9000 | 0.8798 to 0.9171 | low end >= 0.8 |',
        '| ✓ pass | change of clean | 0.0000 | -0.0264 to +0.0264 | high end >= -0.01 |',
        '',
        '1 of 4 rules failed, 1 warned.',
        '',
      ].join('\n'),
    );
  });

  it.each(hostile)('neither breaks its table nor makes markup of %j', (name) => {
    const outcome = outcomeOf(
      { [name]: ['>=', 0.9], baseline: { clean: 0 } },
      { [name]: share(0.5) },
      { model: { name } },
    );
    const markdown = gateMarkdown(outcome);
    const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(lines.map((line) => line.split('|').length)).toEqual([7, 7, 7, 7]);
    const cell = lines[2].split('|')[2];
    expect(cell.replace(/&#\d+;/g, '')).not.toMatch(/[<[\]`*~\\]|\p{C}|www\.|:\S|&/u);
  });
});
