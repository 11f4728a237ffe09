import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type PartName, partNames, parts } from '#passband/audit/parts/parts.ts';
import { measuresOf } from '#passband/audit/records/measuresOf.ts';
import { missingParts } from '#passband/audit/records/missingParts.ts';
import { partSections } from '#passband/report/audit/sections/partSections.ts';
import type { AuditSection } from '#passband/report/audit/sections/sectionOptions.ts';
import { exampleAudit } from '../../report/audit/exampleAudit.ts';

const documented = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8').split('\n');
const example = exampleAudit();

describe.each(partNames)('the part %s', (name) => {
  const part = parts[name];

  it('has a row in the table of docs/audit.md', () => {
    expect(documented.filter((line) => line.startsWith(`| ${part.label} |`))).toHaveLength(1);
  });

  it('is in the example that tests of the page read', () => {
    expect(Object.keys(example.sections)).toEqual(expect.arrayContaining(Object.keys(part.sections)));
  });

  it('says which way is worse of figures that there are', () => {
    const figures = Object.keys(measuresOf(example.sections, example.settings)).map(
      (measure) => measure.split('@')[0],
    );
    expect(figures).toEqual(expect.arrayContaining(Object.keys(part.worse ?? {})));
  });
});

it('no two parts write the same section or have the same label', () => {
  const sections = partNames.flatMap((name) => Object.keys(parts[name].sections));
  expect(new Set(sections).size).toBe(sections.length);
  expect(new Set(partNames.map((name) => parts[name].label)).size).toBe(partNames.length);
});

it('an audit without any part yet says that all are to come', () => {
  const { model } = example;
  const audit = { ...example, status: 'stopped' as const, sections: {} };
  const attacks = missingParts(audit).find((text) => text.endsWith('attacks'));
  expect(missingParts(audit)).toEqual([
    ...['the probes', 'low and high frequencies', 'the certificate', attacks],
    ...['the Fourier heat map', 'batch statistics', 'smoothed kernels'],
  ]);
  expect(attacks).toMatch(/^(\d+) of \1 attacks$/);
  const problem = { stops: 'gradients', message: 'no gradient of Foo' } as const;
  const blocked = { ...model, preflight: { ...model.preflight, problems: [problem] } };
  expect(missingParts({ ...audit, model: blocked })).not.toContain('smoothed kernels');
  expect(missingParts({ ...audit, status: 'finished' })).toEqual([]);
});

it('a table of sections without a part does not compile', () => {
  const { probes: _, ...others } = partSections;
  // @ts-expect-error probes is missing
  const lacking: Readonly<Record<PartName, readonly AuditSection[]>> = others;
  expect(Object.keys(lacking)).toHaveLength(partNames.length - 1);
});

it('the components that a model gave no finite answer to are named', () => {
  const unanswered = [
    { component: 'lfc', radius: 0, rescale: 'none', count: 12 },
    { component: 'hfc', radius: 9, rescale: 'max', count: 20 },
  ] as const;
  const checks = parts.components.checks!({ unanswered: [...unanswered] }, example.settings);
  expect(checks).toEqual([
    {
      name: 'finiteAnswers',
      status: 'warn',
      figure: 20,
      text: "the model has no finite answer to HFC at r = 9 (rescaled 'max') of 20 images, nor to 1 more components; they count as wrong",
    },
  ]);
  expect(parts.components.checks!({}, example.settings)).toEqual([]);
});
