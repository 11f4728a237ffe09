import { describe, expect, it } from 'vitest';
import { comparisonReport } from '#passband/report/audit/comparisonReport.ts';
import { withoutOwnScript } from '../page/ownScript.ts';
import { exampleComparison } from './exampleAudit.ts';

const hostile = `"><script>alert('1')</script>`;

describe('comparisonReport', () => {
  it('links to the page of each model, and loads nothing', async () => {
    const page = await comparisonReport(exampleComparison(['net one', 'two']));
    expect(page).toContain('<a href="net%20one/audit.html">net one</a>');
    expect(page).toContain('<a href="two/audit.html">two</a>');
    const rest = withoutOwnScript(page);
    expect(rest).not.toMatch(/<script|<link|@import|url\(|src=/i);
    const addresses = new Set(rest.match(/https?:\/\/[^"'\s<]+/g));
    expect([...addresses].sort()).toEqual(['http://www.w3.org/1999/xlink', 'http://www.w3.org/2000/svg']);
  });

  it('marks the measures that differ from the first model’s, and only those', async () => {
    const page = await comparisonReport(exampleComparison());
    const row = (measure: string) =>
      page
        .match(new RegExp(`<tr><th scope="row">${measure}</th>.*?</tr>`))![0]
        .replace(/<[^>]+>|\u202f/g, '');
    expect(row('clean')).toMatch(/^clean80\.0%.*50\.0% ▼/);
    expect(row('pgd@8/255')).toMatch(/^pgd@8\/2557\.5%.*45\.0% ▲/);
    expect(row('hfc@8')).not.toMatch(/[▲▼]/);
  });

  it('draws a curve for each model, of LFC, of HFC and under PGD in both norms', async () => {
    const page = await comparisonReport(exampleComparison());
    for (const name of ['one', 'two']) {
      expect(page.match(new RegExp(`<text[^>]*>${name}</text>`, 'g')), name).toHaveLength(4);
    }
  });

  it('draws chance for each number of classes', async () => {
    const { comparison, audits } = exampleComparison();
    const [one, two] = audits;
    const mapping = { ...two.model.mapping, classes: [...two.model.mapping.classes, 'more'] };
    const more = { ...two, model: { ...two.model, mapping } };
    const page = await comparisonReport({ comparison, audits: [one, more] });
    for (const count of [4, 5]) expect(page).toContain(`>chance of ${count}</text>`);
    expect(await comparisonReport({ comparison, audits })).toContain('>chance</text>');
  });

  it('says how attacks transfer', async () => {
    const page = (await comparisonReport(exampleComparison())).replaceAll('\u202f', ' ');
    expect(page).toContain('Images made to fool one fool two on 35.0% of those that both get right');
  });

  it('shows names from outside as text, never as markup', async () => {
    const page = withoutOwnScript(await comparisonReport(exampleComparison([hostile, `${hostile}2`])));
    expect(page).not.toContain('<script');
    expect(page.split('&lt;script&gt;').length - 1).toBeGreaterThan(20);
  });

  it('is a page too when the pairs and the transfer are still to come', async () => {
    const { comparison, audits } = exampleComparison();
    const early = { ...comparison, status: 'stopped' as const, pairs: [], transfer: null };
    const bare = audits.map((record) => ({ ...record, sections: {}, measures: {}, checks: [] }));
    const page = await comparisonReport({ comparison: early, audits: bare });
    expect(page).toContain('This comparison is stopped');
    expect(withoutOwnScript(page)).not.toMatch(/NaN|undefined/);
  });
});
