import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const project = fileURLToPath(new URL('../../..', import.meta.url));

test('docs/operators.md says what the tables give (else run npm run docs:operators)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passband-operators-'));
  const file = join(folder, 'operators.md');
  execFileSync(process.execPath, [join(project, 'scripts/operatorTable.mjs'), file]);
  const written = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  expect(readFileSync(join(project, 'docs/operators.md'), 'utf8')).toBe(written);
});
