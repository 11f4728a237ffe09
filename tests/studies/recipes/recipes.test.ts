import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recipeNames } from '#passband/studies/recipes/recipes.ts';

const page = readFileSync(new URL('../../../docs/studies.md', import.meta.url), 'utf8').split('\n');

it.each(recipeNames)('the study %s has a row in the table of docs/studies.md', (name) => {
  expect(page.filter((line) => line.startsWith(`| \`${name}\` | `))).toHaveLength(1);
});
