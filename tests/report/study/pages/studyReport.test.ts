import { describe, expect, it } from 'vitest';
import { studyReport } from '#passband/report/study/pages/studyReport.ts';
import { percent } from '#passband/wording/format.ts';
import { withoutOwnScript } from '../../page/ownScript.ts';
import { exampleStudy, picture, runningStudy } from '../exampleStudy.ts';
import { hostileStudy } from '../hostile.ts';

let known: string | undefined;
/** The page of a whole study, made once. */
function whole(): string {
  known ??= withoutOwnScript(studyReport({ record: exampleStudy(), pictures: { kernels: picture } }));
  return known;
}

/** What is read of a page. */
const wordsOf = (page: string) => page.replace(/<[^>]+>/g, ' ').replaceAll(/[\s\u202f]+/g, ' ');

describe('studyReport', () => {
  it('loads nothing, and has no style or handler on an element', () => {
    const page = whole();
    expect(page).not.toMatch(/<script|<link|@import|url\(/i);
    expect(page).not.toMatch(/<[^>]* (style|on\w+)="/);
  });

  it('says first which of the paper’s claims hold, with rule, numbers and reason', () => {
    const { claims } = exampleStudy();
    const words = wordsOf(whole());
    expect(words).toContain('Of 6 claims of the paper 3 hold, 1 does not hold and 2 are undecided.');
    for (const { id, text, rule, reason, where, numbers } of claims) {
      const own = [
        `${id} · ${text}`,
        rule,
        reason ?? '',
        where,
        ...numbers.flatMap((one) => [one.name, one.text]),
      ];
      for (const part of own)
        expect(whole()).toContain(part.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
    }
    const places = [
      'id="claims"',
      'id="figures"',
      'id="pictures"',
      'id="tables"',
      'id="runs"',
      'id="methods"',
      'id="origin"',
    ];
    const found = places.map((place) => whole().indexOf(place));
    expect(found.every((at) => at > 0)).toBe(true);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('says of each comparison of a claim what it says by itself, and when a claim is undecided', () => {
    const [, dropout] = whole().split('id="C15"');
    expect(dropout).toContain('aria-label="holds">✓</b> largest difference');
    expect(dropout).toContain('<dt>on x</dt>');
    expect(whole()).toContain('aria-label="does not hold">✗</b> HFC at r = 4');
    expect(wordsOf(whole())).toContain('the interval of one contains the threshold of the rule');
    expect(wordsOf(whole())).not.toContain('contains 0, or');
  });

  it('has every number of the tables and of the runs', () => {
    const record = exampleStudy();
    const words = wordsOf(whole());
    for (const { ours, paper } of record.tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))) {
      if (ours) expect(words).toContain(percent(ours.value));
      if (ours?.low && ours.high && ours.sd === null) {
        expect(words).toContain(`${(100 * ours.low).toFixed(1)} – ${(100 * ours.high).toFixed(1)}`);
      }
      if (paper !== null) expect(words).toContain(`paper ${percent(paper)}`);
    }
    for (const { name, epoch, epochs, trainAccuracy, hash } of record.runs) {
      expect(words).toContain(name);
      expect(words).toContain(`${epoch} of ${epochs} ${percent(trainAccuracy!)}`);
      expect(whole()).toContain(`href="../runs/${hash.slice(0, 16)}/report.html"`);
    }
    expect(words).toContain('not run, about 40 min');
    expect(words).toContain('not fitted (.74)');
    expect(words).toContain('n = 10,000 training images');
  });

  it('gives what figures and tables show as data', () => {
    const links = [...whole().matchAll(/download="([^"]+)" href="data:text\/csv[^,]*,([^"]*)"/g)];
    expect(links).toHaveLength(5);
    const csv = decodeURIComponent(links[0][2]);
    const { panels } = exampleStudy().figures[0];
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 5 * 10 * 12 + 5);
    for (const { value } of panels[3].curves[1].points) expect(csv).toContain(`,${value},`);
  });

  it('says how it was made', () => {
    const { command, methods, base, versions, dataset } = exampleStudy();
    const values = [
      command,
      methods,
      ...Object.values(base),
      ...Object.values(versions),
      ...Object.values(dataset.hashes),
    ];
    for (const value of values) expect(whole()).toContain(String(value));
  });

  it('says of a single seed what it is, and of several nothing of the kind', () => {
    expect(wordsOf(whole())).toContain('Seeds vary more than images do, and only one seed was run.');
    const several = studyReport({ record: exampleStudy({ seeds: [0, 1, 2] }), pictures: {} });
    expect(several).not.toContain('only one seed');
    expect(several).toContain('3 seeds (0, 1, 2)');
  });

  it('names the paper’s radii beside those that were scaled', () => {
    const radii = [
      { radius: 7.1, paper: 25 },
      { radius: 14.3, paper: 50 },
    ];
    expect(studyReport({ record: exampleStudy({ radii }), pictures: {} })).toContain(
      'r = 7.1 (the paper’s 25), r = 14.3 (the paper’s 50)',
    );
  });

  it('shows of a study in progress what there is, what is to come and what failed', () => {
    const page = withoutOwnScript(studyReport({ record: runningStudy(), pictures: {} }));
    const words = wordsOf(page);
    expect(words).toContain('5 runs: 1 complete, 1 at work, 1 failed, 2 to come, about 42 minutes left.');
    expect(words).toContain('The run mixup with seed 0 failed: the loss is not finite at epoch 3.');
    expect(words).not.toMatch(/undefined|NaN|\[object|null/);
    expect(page).not.toContain('id="claims"');
    expect(page).not.toContain('id="pictures"');
    // A run that is not complete has a page only where a server makes it, one that has not begun none at all.
    const links = (text: string) => text.match(/href="\.\.\/runs\//g)?.length;
    expect(links(page)).toBe(1);
    expect(links(studyReport({ record: runningStudy(), pictures: {}, served: { links: [] } }))).toBe(3);
  });

  it('stands before anything was run', () => {
    const nothing = { runs: [], figures: [], tables: [], pictures: [], claims: [] } as const;
    const record = exampleStudy({ ...nothing, runs: [], figures: [], tables: [], pictures: [], claims: [] });
    expect(studyReport({ record, pictures: {} })).not.toMatch(/undefined|NaN/);
  });

  it('shows text from outside as text, and pictures as images in which nothing runs', () => {
    const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const record = hostileStudy(exampleStudy());
    const page = withoutOwnScript(studyReport({ record, pictures: { kernels: script, other: script } }));
    expect(page).not.toMatch(/<script|<img src=x|<svg[^>]*onload/);
    expect(page).toContain(`src="data:image/svg+xml;base64,${Buffer.from(script).toString('base64')}"`);
    expect(page).not.toContain('[object');
  });

  it('is the same for the same record', () => {
    expect(withoutOwnScript(studyReport({ record: exampleStudy(), pictures: { kernels: picture } }))).toBe(
      whole(),
    );
  });
});
