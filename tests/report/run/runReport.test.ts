import { describe, expect, it } from 'vitest';
import { runReport } from '#passband/report/run/runReport.ts';
import { withoutOwnScript } from '../page/ownScript.ts';
import { exampleRun } from './exampleRun.ts';

const hostile = `"><script>alert('1')</script><img src=x onerror=alert(2)>`;

describe('runReport', () => {
  it('loads nothing: no script but its own, and no address but that of the SVG format', async () => {
    const page = withoutOwnScript(await runReport(exampleRun()));
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toMatch(/<link|@import|url\(/i);
    const addresses = new Set(page.match(/https?:\/\/[^"'\s<]+/g));
    expect([...addresses]).toEqual(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']);
    const sources = [...page.matchAll(/src="([^"]{0,22})/g)].map(([, source]) => source);
    expect(new Set(sources)).toEqual(new Set(['data:image/png;base64,']));
  });

  it('has no style and no handler on an element', async () => {
    expect(withoutOwnScript(await runReport(exampleRun()))).not.toMatch(/<[^>]* (style|on\w+)="/);
  });

  it('shows text from outside as text, never as markup', async () => {
    const example = exampleRun();
    const { run } = example;
    const whole = await runReport({
      ...example,
      run: {
        ...run,
        config: { ...run.config, dataset: hostile, out: hostile },
        dataset: {
          ...run.dataset,
          name: hostile,
          classes: run.dataset.classes.map(() => hostile),
          notices: [hostile],
          hashes: { [hostile]: hostile },
        },
      },
      samples: example.samples.map((sample) => ({
        ...sample,
        label: hostile,
        original: { ...sample.original, prediction: hostile },
      })),
      command: hostile,
      knownAnswers: [{ question: hostile, expected: hostile, measured: hostile, agrees: false }],
    });
    const page = withoutOwnScript(whole);
    expect(page).not.toMatch(/<script|<img src=x/);
    const escaped =
      '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;';
    // Title, heading, notice, samples (label, alt text, prediction), configuration, hash, command, known answers.
    expect(page.split(escaped).length - 1).toBeGreaterThan(8 * 4 + 10);
  });

  it('says how it was made where it went on in the layout of another processor', async () => {
    const example = exampleRun();
    const note = 'the run was computed in blocks of 8 channels, then in the plain layout';
    expect(await runReport(example)).not.toContain('the run was computed in');
    const page = await runReport({ ...example, run: { ...example.run, layouts: [8, 1] } });
    expect(page.slice(page.indexOf('How it was made'))).toContain(note);
  });

  it('labels a curve for x and for LFC and HFC at each radius, on training and on test images', async () => {
    const page = await runReport(exampleRun());
    for (const name of ['x', 'LFC 4', 'LFC 8', 'LFC 12', 'LFC 16', 'HFC 4', 'HFC 8', 'HFC 12', 'HFC 16']) {
      expect(page.match(new RegExp(`<text[^>]*>${name}</text>`, 'g')), name).toHaveLength(2);
    }
  });

  it('states the last epoch with n and the Wilson interval', async () => {
    const example = exampleRun({ epochs: 2 });
    const rows = example.rows.map((row) =>
      row.epoch === 2 && row.split === 'test' && row.component === 'x'
        ? { ...row, correct: 856, n: 1000, accuracy: 0.856 }
        : row,
    );
    const page = await runReport({ ...example, rows });
    expect(page).toContain('After epoch 2');
    expect(page).toContain('n = 1,000');
    expect(page).toMatch(/85\.6%<small>83\.3.–.87\.6/);
  });

  it('has room for all epochs while they come, with each name where its curve ends by now', async () => {
    const example = exampleRun();
    const rows = example.rows.filter(({ epoch }) => epoch <= 4);
    const chart = async (status: 'running' | 'stopped') => {
      const page = await runReport({ ...example, run: { ...example.run, status }, rows });
      const figure = page.match(/<figure><figcaption>Accuracy on test images.*?<\/figure>/s)![0];
      const { places } = JSON.parse(figure.match(/data-marks="([^"]*)"/)![1].replaceAll('&quot;', '"'));
      const width = Number(figure.match(/viewBox="0 0 ([\d.]+)/)![1]);
      const names = [...figure.matchAll(/<text[^>]*translate\(([\d.]+),[^>]*>LFC 16</g)].map(([, x]) =>
        Number(x),
      );
      return { last: Math.max(...places.map(([x]: number[]) => x)), width, names };
    };
    const [running, stopped] = [await chart('running'), await chart('stopped')];
    expect(example.run.config.epochs).toBe(12);
    expect(running.last).toBeCloseTo((330 * (4 - 1)) / (12 - 1), 1);
    expect(stopped.last).toBe(330);
    expect(running.width).toBe(stopped.width);
    expect(stopped.names).toEqual([330 + 19]);
    expect(Math.min(...running.names)).toBeCloseTo(90 + 19, 1);
  });

  it('says how many images were learned from and how many held out', async () => {
    const example = exampleRun({ epochs: 1 });
    expect(await runReport(example)).toContain(
      '5,400 training images (600 more held out) and 1,000 test images of 32 × 32 pixels, colour',
    );
    const dataset = { ...example.run.dataset, learnedCount: 6000, heldOutCount: 0 };
    expect(await runReport({ ...example, run: { ...example.run, dataset } })).toContain(
      '6,000 training images and 1,000 test images',
    );
  });

  it('is a page too when no epoch has been measured, and after one', async () => {
    const none = await runReport({ ...exampleRun(), rows: [], samples: [] });
    expect(none).toContain('No epoch has been measured yet.');
    const one = await runReport(exampleRun({ epochs: 1 }));
    expect(one).toContain('After epoch 1');
    expect(one).not.toContain('NaN');
  });

  it('shows the last measured epoch and marks each point where not every epoch is measured', async () => {
    const example = exampleRun({ epochs: 24 });
    const running = (epoch: number) => ({ ...example.rows[0], epoch, split: 'running' as const });
    const rows = [
      ...example.rows.filter(({ epoch }) => epoch === 1 || epoch % 2 === 0),
      running(24),
      running(25),
    ];
    const page = await runReport({ ...example, rows });
    expect(page).toContain('25 of 24 epochs');
    expect(page).toContain('After epoch 24');
    expect(page).not.toContain('After epoch 25');
    const dots = (html: string) => html.match(/mark-symbol/g)?.length ?? 0;
    expect(dots(page)).toBeGreaterThan(0);
    expect(dots(await runReport(example))).toBe(0);
  });

  it('has a column for reserve images where there are any', async () => {
    const example = exampleRun({ epochs: 2 });
    expect(await runReport(example)).not.toContain('reserve images');
    const reserve = example.rows
      .filter(({ split }) => split === 'test')
      .map((row) => ({ ...row, split: 'reserve' as const, correct: 7777, n: 10_000, accuracy: 0.7777 }));
    const dataset = { ...example.run.dataset, reserveCount: 10_000 };
    const page = await runReport({
      ...example,
      run: { ...example.run, dataset },
      rows: [...example.rows, ...reserve],
    });
    expect(page).toContain('<th scope="col">reserve images<small>n = 10,000</small></th>');
    expect(page.match(/77\.8%/g)).toHaveLength(9);
    expect(page).toContain('(600 more held out), 10,000 reserve images and 1,000 test images');
  });

  it('does not depend on the order of the rows', async () => {
    const example = exampleRun();
    const reversed = await runReport({ ...example, rows: [...example.rows].reverse() });
    expect(reversed).toBe(await runReport(example));
  });

  it('gives the same page for the same run', async () => {
    expect(await runReport(exampleRun())).toBe(await runReport(exampleRun()));
  });
});
