import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/dataFiles.ts';
import { publishedSchema } from '../../support/publishedSchema.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));

it('docs/schemas/ says what records are read by (else run npm run docs:schemas)', () => {
  const folder = temporaryFolder();
  execFileSync(process.execPath, [join(project, 'scripts/jsonSchemas.mjs'), folder]);
  const names = readdirSync(folder).sort();
  expect(readdirSync(join(project, 'docs/schemas')).sort()).toEqual(names);
  for (const name of names) {
    const committed = readFileSync(join(project, 'docs/schemas', name), 'utf8');
    expect(committed === readFileSync(join(folder, name), 'utf8'), name).toBe(true);
  }
});

it('a published schema refuses what is no such record', () => {
  expect(publishedSchema('audit').safeParse({ schema: 'passband.audit', version: 1 }).success).toBe(false);
});
