import { describe, expect, it } from 'vitest';
import { auditRecordSchema } from '#passband/audit/records/auditRecord.ts';
import { auditReport } from '#passband/report/audit/auditReport.ts';
import { comparisonReport } from '#passband/report/audit/comparisonReport.ts';
import { runComparisonReport } from '#passband/report/run/runComparisonReport.ts';
import { runReport } from '#passband/report/run/runReport.ts';
import { studyIndex } from '#passband/report/study/pages/studyIndex.ts';
import { studyReport } from '#passband/report/study/pages/studyReport.ts';
import { chromium } from '../../support/browser/chromium.ts';
import { sharedBrowser } from '../../support/browser/sharedBrowser.ts';
import { exampleAudit, exampleComparison, exampleGallery } from '../audit/exampleAudit.ts';
import { exampleRun } from '../run/exampleRun.ts';
import { exampleStudy } from '../study/exampleStudy.ts';
import { hostileStudy } from '../study/hostile.ts';
import { openReport } from './openReport.ts';

const hostile = [
  '<img src=x onerror="globalThis.harmed=1">',
  '</script><script>globalThis.harmed=2</script>',
  '"><svg onload="globalThis.harmed=3">',
  "' onfocus='globalThis.harmed=4' autofocus='",
  '</style></title><iframe srcdoc="<script>parent.harmed=5</script>">',
  '"}]</a><a href="javascript:globalThis.harmed=6" autofocus>',
  '\u202e\ud800__proto__',
];

/** All of them in one name. */
const all = hostile.join(' ');

/** A folder's name, which is always well-formed. */
const folder = all.replace('\ud800', '');

async function auditPage(): Promise<string> {
  const record = exampleAudit({ name: all, classes: hostile.slice(0, 4).map((text) => `${text}${all}`) });
  const { model, dataset, sections } = record;
  return auditReport({
    gallery: exampleGallery(),
    record: auditRecordSchema.parse({
      ...record,
      request: { models: [all], flags: { dataset: all } },
      versions: { passband: all, node: all, onnxruntime: all },
      dataset: { ...dataset, name: all, hashes: { [all]: all } },
      notices: hostile,
      model: {
        ...{ ...model, path: all },
        preflight: { ...model.preflight, producer: all, operators: { [all]: 1 }, notes: hostile },
        normalisation: { ...model.normalisation, warnings: hostile },
      },
      sections: { ...sections, firstLayer: { ...sections.firstLayer, name: all } },
      checks: [{ name: all, status: 'fail', figure: 0, text: all }],
    }),
  });
}

function hostileRun() {
  const example = exampleRun();
  const { run } = example;
  return {
    ...example,
    run: {
      ...run,
      config: { ...run.config, dataset: all, out: all },
      dataset: { ...run.dataset, name: all, classes: hostile, notices: hostile, hashes: { [all]: all } },
    },
    samples: example.samples.map((sample) => ({
      ...sample,
      label: all,
      original: { ...sample.original, prediction: all },
    })),
    command: all,
    knownAnswers: [{ question: all, expected: all, measured: all, agrees: false }],
  };
}

function runsPage(): Promise<string> {
  const { run: record, rows, command } = hostileRun();
  const runs = hostile.map((name) => ({ name, record, rows, command }));
  return runComparisonReport({ runs, command: all });
}

const study = () => hostileStudy(exampleStudy());

/** A study whose picture is hostile too. */
function studyPage(): string {
  return studyReport({
    record: study(),
    pictures: { kernels: `<svg xmlns="http://www.w3.org/2000/svg">${all}</svg>` },
  });
}

const studiesPage = () => studyIndex([{ record: study(), href: 'study.html' }], { command: all });

describe.skipIf(!chromium)('hostile names in Chromium', () => {
  const browser = sharedBrowser();

  it.each([
    ['an audit', auditPage],
    ['audits side by side', () => comparisonReport(exampleComparison([folder, `${folder}2`]))],
    ['a run', () => runReport(hostileRun())],
    ['runs side by side', runsPage],
    ['a study', studyPage],
    ['several studies', studiesPage],
  ])('do nothing on the page of %s', async (_, render) => {
    const { page, complaints } = await openReport(browser(), await render());
    const allowed =
      'html head meta title style body header main nav section div p h1 h2 h3 ul li dl dt dd a b small span code table caption thead tbody tr th td figure figcaption img details summary script';
    const drawn = 'svg g path line rect circle text image defs clipPath linearGradient stop style';
    const found = await page.evaluate(
      ([html, svg]) => {
        const elements = [...document.querySelectorAll('*')];
        const known = (one: Element) =>
          one.matches('head > link[rel="expect"][href^="#"]') ||
          (one.closest('svg') ? svg : html).split(' ').includes(one.localName);
        return {
          scripts: elements.filter(({ localName }) => localName === 'script').length,
          strange: elements.filter((one) => !known(one)).map(({ outerHTML }) => outerHTML.slice(0, 100)),
          handlers: elements.filter((one) => one.getAttributeNames().some((name) => name.startsWith('on')))
            .length,
          addresses: elements
            .flatMap((one) => [one.getAttribute('href') ?? [], one.getAttribute('src') ?? []].flat())
            .filter(
              (address) =>
                !/^(#|data:|[^:]*\/audit\.html$|\.\.\/runs\/[0-9a-f]{16}\/report\.html$|study\.html(#C\d+)?$)/.test(
                  address,
                ),
            ),
        };
      },
      [allowed, drawn] as const,
    );
    expect(found).toEqual({ scripts: 1, strange: [], handlers: 0, addresses: [] });

    // What the script reads of the data and writes into cards and captions.
    for (const plot of await page.locator('[data-marks]').all()) {
      await plot.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
    }
    const pictures = page.locator('.samples img');
    if ((await pictures.count()) > 0) {
      await pictures.first().press('Enter');
      await page.keyboard.press('ArrowRight');
    }
    expect(await page.locator('.tip img, .tip svg, dialog p *').count()).toBe(0);
    expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('would be stopped by the page’s policy if one got through', async () => {
    const page = await runReport(exampleRun());
    const broken = page.replace('<main>', () => `<main>${hostile.slice(0, 3).join('')}`);
    const { page: opened, complaints } = await openReport(browser(), broken);
    expect(await opened.evaluate(() => 'harmed' in globalThis)).toBe(false);
    const stopped = complaints.filter((text) => /script violates .*Content Security Policy/i.test(text));
    expect(stopped.length).toBeGreaterThan(0);
  });
});
