import { beforeAll, describe, expect, it } from 'vitest';
import { auditRecordSchema } from '#passband/audit/records/auditRecord.ts';
import { auditReport } from '#passband/report/audit/auditReport.ts';
import { withoutOwnScript } from '../page/ownScript.ts';
import { classes, exampleAudit, exampleGallery } from './exampleAudit.ts';

const hostile = `"><script>alert('1')</script><img src=x onerror=alert(2)>`;
const example = () => ({ record: exampleAudit(), gallery: exampleGallery() });

/** The page's words, without markup and charts. */
const textOf = (page: string) =>
  page
    .replace(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/\u202f/g, ' ')
    .replace(/\s+/g, ' ');

describe('auditReport', () => {
  let page: string;
  beforeAll(async () => {
    page = await auditReport(example());
  });

  it('loads nothing: no script but its own, and no address but that of the SVG format', async () => {
    const own = withoutOwnScript(page);
    expect(own).not.toMatch(/<script|<link|@import|url\((?!#)|javascript:/i);
    const addresses = new Set(own.match(/https?:\/\/[^"'\s<]+/g));
    expect([...addresses].sort()).toEqual(['http://www.w3.org/1999/xlink', 'http://www.w3.org/2000/svg']);
    const sources = [...own.matchAll(/(?:src|href)="([^"#]{1,22})/g)].map(([, source]) => source);
    expect(new Set(sources)).toEqual(
      new Set(['data:image/png;base64,', 'data:text/csv;charset=', 'data:application/json,']),
    );
  });

  it('has no style and no handler on an element', async () => {
    expect(withoutOwnScript(page)).not.toMatch(/<[^>]* (style|on\w+)="/);
  });

  it('has a section for each part of the record, and a link to each that leads to it', async () => {
    const ids = [...page.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      ...['radius', 'decided', 'robustness', 'energy', 'heat-map', 'first-layer'],
      ...['batch-statistics', 'checks', 'origin'],
    ]);
    expect([...page.matchAll(/<li><a href="#([\w-]+)"/g)].map(([, id]) => id)).toEqual(ids);
  });

  it('gives every picture and chart words, and every table a caption and headings', async () => {
    for (const [picture] of page.matchAll(/<img\b[^>]*>/g)) expect(picture).toMatch(/alt="[^"]+"/);
    for (const [, chart] of page.matchAll(/<figure>[\s\S]*?(<svg\b[^>]*>)/g)) {
      expect(chart).toMatch(/role="img" aria-label="[^"]+"/);
    }
    for (const [table] of page.matchAll(
      /<table class="numbers stacked">(?:(?!<\/table>)[\s\S])*<caption>[\s\S]*?<\/table>/g,
    )) {
      expect(table).toContain('<th scope="col">');
      expect(table).toContain('<th scope="row">');
    }
  });

  it('says the record’s numbers in words', async () => {
    const text = textOf(page);
    expect(text).toContain('The model is right on 80.0% of 40 images.');
    expect(text).toContain('low frequencies within radius 8 it is right on 50.0%');
    expect(text).toContain('high frequencies beyond it on 10.0%; chance is 25.0%');
    expect(text).toContain('Under PGD of ε = 8/255 it stays right on 7.5%');
    expect(text).toContain('High frequencies beyond radius 12 decide 12.5% of its answers');
    expect(text).toContain('HFC decides 12.5% (5.5 – 26.1, n = 40) of the images at r = 12');
    expect(text).toContain(
      'The claim that HFC decides more than chance stays undecided (McNemar, p = 0.220)',
    );
    expect(text).toContain('Most often frog: 50.0%');
    expect(text).toContain('wrong on 18.0% to 90.0% of the images');
  });

  it('compares perturbations with white noise that was clipped as they were, where it was measured', async () => {
    const record = exampleAudit();
    const said = async (record: ReturnType<typeof exampleAudit>) =>
      textOf(await auditReport({ record, gallery: [] })).match(
        /PGD of ε = 8\/255 has [^;]*; [^.]*\.[^.]*\./,
      )![0];
    expect(await said(record)).toBe(
      'PGD of ε = 8/255 has 56.3% of its energy within r = 8 and 43.8% beyond it; white noise has 56.3% within it.',
    );
    const attacks = record.sections.attacks!;
    const rows = attacks.rows.filter(({ settings: { method } }) => method !== 'noise');
    const bare = { ...record, sections: { ...record.sections, attacks: { ...attacks, rows } } };
    expect(await said(bare)).toContain('white noise has 19.2% within it.');
  });

  it('shows what the model takes each picture for, and how sure it is', async () => {
    const text = textOf(page);
    expect(text).toContain('frog image 21');
    expect(text).toContain('✓ frog91.4%✗ dog66.7%✓ frog74.1%');
  });

  it('folds the checks away near the end where all pass, and puts them first where one does not', async () => {
    const section = (text: string) => text.match(/<section id="checks"[\s\S]*?<\/section>/)![0];
    expect(section(page).indexOf('<details>')).toBeLessThan(section(page).indexOf('<li'));
    expect(textOf(section(page))).toMatch(/✓ All \d+ checks that the audit made of itself passed/);
    const record = exampleAudit({ standing: (attack) => (attack.startsWith('pgd@8') ? 39 : 3) });
    const warned = await auditReport({ record, gallery: [] });
    expect(warned.match(/<section id="([\w-]+)"/)![1]).toBe('checks');
    const failing = section(warned);
    const marks = [...failing.matchAll(/<li class="(\w+)"/g)].map(([, mark]) => mark);
    expect(marks).toEqual(
      [...marks].sort((a, b) => 'fail warn pass'.indexOf(a) - 'fail warn pass'.indexOf(b)),
    );
    expect(marks[0]).toBe('fail');
    expect(textOf(warned)).toMatch(/checks? of the audit’s own failed: not all of this can be trusted/);
    expect(textOf(page)).not.toContain('of the audit’s own failed');
    expect(failing.indexOf('class="fail"')).toBeLessThan(failing.indexOf('<details>'));
  });

  it('marks an attack that reports more than the certificate allows as failed, white noise never', async () => {
    const page = textOf(await auditReport({ record: exampleAudit({ standing: () => 39 }), gallery: [] }));
    const marks = page.split('failed: above the certificate').length - 1;
    expect(marks).toBe(exampleAudit().sections.attacks!.rows.length - 1);
  });

  it('shows text from outside as text, never as markup', async () => {
    const record = exampleAudit({ name: hostile, classes: classes.map((name) => `${name}${hostile}`) });
    const { model, dataset, sections } = record;
    const whole = await auditReport({
      gallery: exampleGallery(),
      record: auditRecordSchema.parse({
        ...record,
        request: { models: [hostile], flags: { dataset: hostile } },
        versions: { passband: hostile, node: hostile, onnxruntime: hostile },
        dataset: { ...dataset, name: hostile, hashes: { [hostile]: hostile } },
        notices: [hostile],
        model: {
          ...{ ...model, path: hostile },
          preflight: { ...model.preflight, producer: hostile, operators: { [hostile]: 1 }, notes: [hostile] },
          normalisation: { ...model.normalisation, warnings: [hostile] },
        },
        sections: { ...sections, firstLayer: { ...sections.firstLayer, name: hostile } },
        checks: [{ name: hostile, status: 'fail', figure: 0, text: hostile }],
      }),
    });
    const page = withoutOwnScript(whole);
    expect(page).not.toMatch(/<script|<img src=x/);
    const escaped = '&lt;script&gt;alert(';
    expect(page.split(escaped).length - 1).toBeGreaterThan(30);
  });

  it('gives the command that makes the audit again, quoted for a shell', async () => {
    expect(textOf(page)).toContain(
      'passband audit &#39;models/net one.onnx&#39; --dataset cifar-10 --data-dir /data --out audit',
    );
  });

  it('is a page too while parts are missing, and says which', async () => {
    const record = exampleAudit();
    const nothing = { ...record, status: 'stopped' as const, sections: {}, measures: {}, checks: [] };
    const empty = await auditReport({ record: nothing, gallery: [] });
    expect(textOf(empty)).toMatch(
      /This audit is stopped, still to come: the probes, .* (\d+) of \1 attacks, the Fourier heat map/,
    );
    expect(empty).toContain('Nothing has been measured yet.');
    expect(empty.match(/<section id=/g)).toHaveLength(1);
    for (const part of Object.keys(record.sections)) {
      const { [part as keyof typeof record.sections]: only } = record.sections;
      const { [part as keyof typeof record.sections]: _, ...others } = record.sections;
      for (const sections of [{ [part]: only }, others]) {
        const page = await auditReport({ record: { ...record, status: 'running', sections }, gallery: [] });
        expect(withoutOwnScript(page).replace(/ href="data:.*?"/g, ''), part).not.toMatch(
          /NaN|undefined|Infinity|null/,
        );
      }
    }
  });

  it('shows grey where the heat map is not known yet', async () => {
    const record = exampleAudit();
    const { heatMap } = record.sections;
    const wrong = heatMap!.wrong.map((count, place) => (place < 3 ? null : count));
    const partial = { ...record, sections: { ...record.sections, heatMap: { ...heatMap!, wrong } } };
    expect(textOf(await auditReport({ record: partial, gallery: [] }))).toContain(
      '3 of 16 frequencies are still to come (grey)',
    );
  });

  it('gives the same page for the same record', async () => {
    expect(await auditReport(example())).toBe(page);
  });
});
