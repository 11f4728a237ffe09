import { expect, it } from 'vitest';
import type { AuditSections } from '#passband/audit/parts/parts.ts';
import type { AuditRecord } from '#passband/audit/records/auditRecord.ts';
import { compareModelsSchema } from '#passband/audit/records/compareModels.ts';
import { comparePairs, requireSameImages } from '#passband/audit/records/comparison.ts';
import { attacksOf, rowOf } from '../constructedRows.ts';

/** As much of an audit as a comparison looks at. */
function auditOf(name: string, sections: AuditSections, dataset: object = {}): AuditRecord {
  return {
    model: { name },
    dataset: { name: 'data', n: 100, classes: ['a', 'b'], shape: [1, 8, 8], hashes: {}, ...dataset },
    sections,
  } as AuditRecord;
}

const right = (count: number) => '1'.repeat(count).padEnd(100, '0');
const pgd = (standing: number) => attacksOf(rowOf({ method: 'pgd' }, '8/255', standing));

const first = auditOf('first', { flags: { clean: right(90), 'lfc@4': right(50) }, attacks: pgd(30) });
const second = auditOf('second', { flags: { clean: right(89) }, attacks: pgd(10) });
const third = auditOf('third', { flags: { clean: right(90), 'lfc@4': right(70) } });

it('compares each pair in every measure that both have, by McNemar’s test', () => {
  const pairs = comparePairs([first, second, third]);
  expect(compareModelsSchema.array().parse(pairs)).toEqual(pairs);
  const found = pairs.map(({ first: one, second: other, rows }) => [
    one,
    other,
    ...rows.map(({ measure, higher }) => [measure, higher]),
  ]);
  expect(found).toEqual([
    ['first', 'second', ['clean', null], ['pgd@8/255', 'first']],
    ['first', 'third', ['clean', null], ['lfc@4', 'second']],
    ['second', 'third', ['clean', null]],
  ]);
  // Of 100 images, 20 on which only the first is right: p = 2⁻¹⁹.
  expect(pairs[0].rows[1].test).toMatchObject({ onlyFirst: 20, onlySecond: 0, p: expect.closeTo(2 ** -19) });
});

it.each([
  ['n', { n: 99 }],
  ['classes', { classes: ['b', 'a'] }],
  ['shape', { shape: [3, 8, 8] }],
  ['hashes', { hashes: { file: 'f00' } }],
  ['name', { name: 'other' }],
])('refuses audits whose images differ in %s', (key, dataset) => {
  const message = `first and second must be audited on the same images, but ${key} differs`;
  const other = auditOf('second', {}, dataset);
  expect(() => comparePairs([first, other])).toThrow(message);
  expect(() => requireSameImages(first, other)).toThrow(message);
});
