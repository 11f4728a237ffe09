import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { buildNetwork, networks } from '#passband/networks/architectures/buildNetwork.ts';
import { sizeOf } from '#passband/tensor/tensor.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/networks.md'), 'utf8');
const numbers = page.slice(page.indexOf('## Numbers of parameters'));

const columns = [
  { shape: [1, 28, 28], classes: 10 },
  { shape: [3, 32, 32], classes: 10 },
  { shape: [3, 64, 64], classes: 200 },
  { shape: [3, 224, 224], classes: 1000 },
] as const;

test.each(Object.keys(networks))('docs/networks.md states how many parameters %s has', (name) => {
  const count = (column: (typeof columns)[number], batchNorm: boolean) => {
    const { graph, parameters } = buildNetwork(name, { ...column, batchNorm, weights: 'zeros' });
    return parameters.reduce((sum, each) => sum + sizeOf(graph.initializers.get(each)!.shape), 0);
  };
  const plain = columns.map((column) => count(column, false));
  const cells = [...plain, count(columns[1], true) - plain[1]].map((value) => value.toLocaleString('en'));
  expect(numbers).toContain(`| \`${name}\` | ${cells.join(' | ')} |\n`);
});
