import { describe, expect, it } from 'vitest';
import { claimMatrix } from '#passband/report/study/pages/claimMatrix.ts';
import { studyIndex } from '#passband/report/study/pages/studyIndex.ts';
import { studyIndexMarkdown } from '#passband/report/study/pages/studyIndexMarkdown.ts';
import { withoutOwnScript } from '../../page/ownScript.ts';
import { exampleIndex, exampleStudy } from '../exampleStudy.ts';
import { hostileStudy } from '../hostile.ts';

const command = 'passband study all';
const hostileIndex = () => [{ record: hostileStudy(exampleStudy()), href: 'a) | "><b>(/study.html' }];

describe('claimMatrix', () => {
  it('has a row for each claim in the order of their numbers, a column for each data set', () => {
    const { datasets, rows } = claimMatrix(exampleIndex().toReversed());
    expect(datasets).toEqual(['cifar-10', 'fashion-mnist']);
    expect(rows.map(({ id }) => id)).toEqual(['C15', 'C16', 'C17', 'C18', 'C24', 'C26']);
    expect(rows[4].cells.map((cell) => cell.map(({ verdict }) => verdict))).toEqual([
      ['holds', 'holds'],
      ['does not hold'],
    ]);
  });
});

describe('studyIndex', () => {
  it('leads from each verdict to its numbers, and names every study with its status', () => {
    const page = withoutOwnScript(studyIndex(exampleIndex(), { command }));
    expect(page.match(/href="[^"]*study\.html#C\d+"/g)).toHaveLength(6 + 6 + 2);
    expect(page).toContain(
      'href="../heuristics-fashion-mnist/study.html#C18" aria-label="C18 on fashion-mnist: holds,',
    );
    for (const { href } of exampleIndex()) expect(page).toContain(`<a href="${href}">`);
    expect(page).toContain('finished, 5 of 5 runs');
    expect(page).toContain('running, 1 of 5 runs, 1 failed');
    expect(page).not.toMatch(/undefined|NaN/);
  });

  it('escapes what comes from outside', () => {
    expect(withoutOwnScript(studyIndex(hostileIndex(), { command }))).not.toMatch(/<script|<img|<b>\(/);
  });
});

describe('studyIndexMarkdown', () => {
  it.each([
    ['studies', exampleIndex()],
    ['hostile', hostileIndex()],
  ])('has as many cells in every line of a table: %s', (_, studies) => {
    const blocks = studyIndexMarkdown(studies)
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(blocks).toHaveLength(2);
    for (const block of blocks) {
      const [head, rule, ...lines] = block.trimEnd().split('\n');
      const count = head.split(' | ').length;
      expect(rule.split('---').length - 1).toBe(count);
      for (const line of lines) expect(line.split(' | ')).toHaveLength(count);
    }
  });

  it('links to the numbers, and to nothing else', () => {
    expect(studyIndexMarkdown(exampleIndex())).toContain('[✓ holds](../heuristics-cifar-10/study.html#C15)');
    const links = [...studyIndexMarkdown(hostileIndex()).matchAll(/\]\(([^)]*)\)/g)].map(
      ([, address]) => address,
    );
    expect(new Set(links.map((address) => address.replace(/#C\d+$/, '')))).toEqual(
      new Set(['a%29%20%7C%20%22%3E%3Cb%3E%28/study.html']),
    );
  });
});
