import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTinyAudit } from '../../cli/tinyAudit.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-example-'));

beforeAll(() => writeTinyAudit(folder, { count: 12 }));
afterAll(() => rmSync(folder, { recursive: true }));

function node(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

const textOf = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

it('a script of ten lines audits a model as the command does', () => {
  const said = node(join(root, 'examples/auditModel.mjs'), 'tiny.onnx', 'data.npz', 'script', 'plan.json');
  const words = 'audit tiny.onnx --dataset data.npz --plan plan.json --out command --quiet'.split(' ');
  expect(node(join(root, 'dist/cli/main.js'), ...words)).toBe('');

  const [ours, theirs] = ['script', 'command'].map((name) => JSON.parse(textOf(name, 'audit.json')));
  expect(ours.status).toBe('finished');
  expect(ours).toEqual(theirs);
  expect(textOf('script', 'audit.html')).toBe(textOf('command', 'audit.html'));
  expect(readdirSync(join(folder, 'script')).sort()).toEqual(['audit.html', 'audit.json']);
  const script = readFileSync(join(root, 'examples/auditModel.mjs'), 'utf8');
  expect(readFileSync(join(root, 'docs/audit.md'), 'utf8')).toContain(script.slice(script.indexOf('import')));
  expect(said).toContain(`clean ${ours.measures.clean.value}`);
  expect(said).toContain(
    `pass ${ours.checks.find(({ status }: { status: string }) => status === 'pass').text}`,
  );
}, 120_000);
