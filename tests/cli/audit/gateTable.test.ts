import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { gate } from '#passband/audit/gate/gate.ts';
import { gateConfig } from '#passband/audit/gate/gateConfig.ts';
import { parseGatedAudit } from '#passband/audit/gate/gatedAudit.ts';
import { gateTable } from '#passband/cli/audit/gateTable.ts';
import { textOf } from '#passband/cli/terminal/print.ts';
import { handMadeAudit, share } from '../../support/handMadeAudit.ts';

const config = {
  'lfc@8': ['>=', 0.75],
  'pgd@8/255': { warn: ['>=', 0.25] },
  decidedByHfc: { error: ['<=', 0.1], judge: 'interval' },
};

function outcomeOf(rules: object, audit = handMadeAudit()) {
  return gate(parseGatedAudit(audit, 'audit.json'), gateConfig(rules, 'gate.json'));
}

describe('gateTable', () => {
  it('has a row a rule, in columns', () => {
    expect(textOf(gateTable(outcomeOf(config)))).toBe(
      [
        'model.onnx on cifar-10 (n = 1,000)',
        '',
        '        measure        value  95% interval      must be',
        '✗ fail  lfc@8         0.7200  0.6914 to 0.7469  >= 0.75',
        '! warn  pgd@8/255     0.2000  0.1764 to 0.2259  >= 0.25',
        '✓ pass  decidedByHfc  0.0800  0.0647 to 0.0985  high end <= 0.1',
        '',
        '✗ Gate failed: 1 of 3 rules failed, 1 warned.',
        '',
      ].join('\n'),
    );
  });

  it('has a sentence a rule where the window is narrow, and no line wider than it', () => {
    const table = textOf(gateTable(outcomeOf(config), 44));
    expect(table).toContain(
      '✗ fail  lfc@8 is 0.7200 (0.6914 to 0.7469, n\n        = 1,000), must be >= 0.75\n! warn  pgd',
    );
    const sentences = table.split('\n').slice(2, -3);
    expect(Math.max(...sentences.map((line) => line.length))).toBe(44);
  });

  it('says with colours nothing that it does not say without', () => {
    const outcome = outcomeOf(config);
    for (const columns of [40, 200]) {
      const lines = gateTable(outcome, columns);
      const coloured = textOf(lines, { colour: true });
      expect(coloured).toContain('\u001b[1;31m✗ fail\u001b[0m');
      expect(stripVTControlCharacters(coloured)).toBe(textOf(lines));
    }
  });

  it('lets no name move the cursor or begin a line', () => {
    const name = 'a\u001b[2Jb\u009b1A\r\n✓ pass';
    const audit = handMadeAudit(
      { [name]: share(0.1) },
      { model: { name }, status: 'stopped', dataset: { name } },
    );
    const table = textOf(gateTable(outcomeOf({ [name]: ['>=', 0.5] }, audit)));
    expect(table.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(table.split('\n').filter((line) => line.startsWith('✓'))).toEqual([]);
    expect(table).toContain('✗ fail  a [2Jb 1A ✓ pass  0.1000');
    expect(table).toContain('The audit is not finished (stopped).');
  });
});
