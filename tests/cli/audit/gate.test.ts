import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateOutcomeSchema } from '#passband/audit/gate/gateOutcome.ts';
import { handMadeAudit, handMadeMeasures, share } from '../../support/handMadeAudit.ts';
import { parseXml } from '../../support/parseXml.ts';
import { passbandIn } from '../../support/passband.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-gate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = {
  'audit.json': handMadeAudit(),
  'better.json': handMadeAudit({ ...handMadeMeasures, 'lfc@8': share(0.9) }),
  'stopped.json': handMadeAudit({ clean: share(0.9) }, { status: 'stopped' }),
  'newer.json': handMadeAudit({}, { version: 2 }),
  'passband.gate.json': '{"lfc@8": [">=", 0.7], "pgd@8/255": [">=", 0.2], "decidedByHfc": ["<=", 0.1]}',
  'warn.yaml': 'lfc@8: { warn: [">=", 0.75] }\n',
  'strict.yaml': 'lfc@8: [">=", 0.75]\n',
  'clean.yaml': 'clean: [">=", 0.5]\n',
  'unknown.json': '{"lfc@9": [">=", 0.7]}',
  'twice.json': '{"lfc@8": [">=", 0.7], "lfc@8": [">=", 0.1]}',
  'empty.json': '{}',
  'escape.json': '{"a\\u001b[2Jb": [">=", 0.7]}',
};
beforeAll(() => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

const gate = (...words: string[]) => passbandIn(folder)('gate', ...words);

describe('passband gate', () => {
  it('exits with 0 where every rule of ./passband.gate.json holds', async () => {
    const { status, stdout, stderr } = await gate('audit.json');
    expect(stdout).toContain('✓ Gate passed: None of 3 rules failed.');
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each([
    [0, ['--config', 'warn.yaml'], '! Gate passed with warnings: None of 1 rule failed, 1 warned.'],
    [1, ['--config', 'strict.yaml'], '✗ Gate failed: 1 of 1 rule failed.'],
    [0, ['--baseline', 'audit.json'], 'None of 6 rules failed.'],
    [1, ['--baseline', 'better.json'], '1 of 6 rules failed.'],
  ])('exits with %i for %j', async (code, words, line) => {
    const { status, stdout } = await gate('audit.json', ...words);
    expect(stdout).toContain(line);
    expect(status).toBe(code);
  });

  it.each([
    [['audit.json', '--config', 'unknown.json'], "no measure 'lfc@9' (did you mean lfc@8?)"],
    [['audit.json', '--config', 'twice.json'], 'twice.json: Map keys must be unique'],
    [['audit.json', '--config', 'empty.json'], 'a gate without a rule passes anything'],
    [['audit.json', '--config', 'none.json'], 'none.json: cannot be read: there is no such file'],
    [['audit.json', '--config', 'escape.json'], "no measure 'a [2Jb'"],
    [['audit.json', '--baseline', 'none.json'], 'none.json: cannot be read: there is no such file'],
    [['none.json'], 'none.json: cannot be read: there is no such file'],
    [['passband.gate.json'], 'passband.gate.json: not an audit'],
    [['warn.yaml'], 'warn.yaml: not JSON'],
    [['newer.json'], 'newer.json: written by a newer passband'],
    [['stopped.json', '--config', 'clean.yaml'], 'not finished (stopped)'],
    [['stopped.json', '--allow-partial'], "no measure 'lfc@8'"],
    [['audit.json', '--junit', 'audit.json/gate.xml'], 'EEXIST'],
    [['audit.json', '--basline', 'x'], "unknown option '--basline' (Did you mean --baseline?)"],
  ])('%j is one line on stderr and exit code 2', async (words, message) => {
    const { status, stdout, stderr } = await gate(...words);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^passband: \P{Cc}*\n$/u);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('judges an audit that is not finished with --allow-partial, and says so', async () => {
    const { status, stdout } = await gate('stopped.json', '--config', 'clean.yaml', '--allow-partial');
    expect(stdout).toContain('The audit is not finished (stopped).');
    expect(status).toBe(0);
  });

  it('writes JUnit XML and Markdown into folders that it makes, and nothing else', async () => {
    const { status } = await gate(
      'audit.json',
      '--config',
      'strict.yaml',
      '--junit',
      'out/xml/gate.xml',
      '--markdown',
      'out/gate.md',
    );
    expect(status).toBe(1);
    expect(parseXml(readFileSync(join(folder, 'out/xml/gate.xml'), 'utf8')).attributes.failures).toBe('1');
    expect(readFileSync(join(folder, 'out/gate.md'), 'utf8')).toMatch(
      /^### ✗ Gate failed: model\.onnx on cifar-10/,
    );
    expect([readdirSync(join(folder, 'out')).sort(), readdirSync(join(folder, 'out/xml'))]).toEqual([
      ['gate.md', 'xml'],
      ['gate.xml'],
    ]);
  });

  it('writes through a link, and leaves it one', async () => {
    writeFileSync(join(folder, 'target.md'), 'old');
    symlinkSync('target.md', join(folder, 'link.md'));
    expect((await gate('audit.json', '--markdown', 'link.md')).status).toBe(0);
    expect(lstatSync(join(folder, 'link.md')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'target.md'), 'utf8')).toMatch(/^### ✓ Gate passed/);
  });

  it('prints its outcome as one document with --json', async () => {
    const { status, stdout } = await gate('audit.json', '--config', 'strict.yaml', '--json');
    expect(gateOutcomeSchema.parse(JSON.parse(stdout))).toMatchObject({
      status: 'fail',
      findings: [{ value: 0.72 }],
    });
    expect(status).toBe(1);
  });

  it('prints nothing with --quiet unless it fails', async () => {
    expect((await gate('audit.json', '--quiet')).stdout).toBe('');
    expect((await gate('audit.json', '--quiet', '--config', 'strict.yaml')).stdout).toContain(
      '✗ fail  lfc@8',
    );
  });

  it('does not pass because its reader has gone', () => {
    const script = `"${process.execPath}" "${main}" gate audit.json --config strict.yaml | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: folder });
    expect(stdout).toBe('1\n');
  });
});
