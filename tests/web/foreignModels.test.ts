import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelChoices } from '#passband/models/examineModel.ts';
import { plainConvention } from '#passband/networks/classifier/convention.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';
import type { ModelSettings } from '#passband/workflows/models/modelSettings.ts';
import { openModel } from '#passband/workflows/models/openModel.ts';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { openPage } from '../support/browser/openPage.ts';
import { node } from '../support/models/foreignModel.ts';
import { type ModelWorker, sentFile, startModelWorker } from '../support/models/modelWorker.ts';
import { tinyModel } from '../support/models/tinyModels.ts';
import { sharedPath } from '../support/shared.ts';

const foreign = sharedPath('fixtures/foreign');
const dataDir = sharedPath('datasets');
const lenet = sharedPath('models/fashion_lenet_softmax/model.onnx');
const folder = mkdtempSync(join(tmpdir(), 'passband-foreign-'));
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, content: Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** As Passband writes them. */
const metadata = {
  'passband.classes': JSON.stringify(Array.from({ length: 10 }, (_, index) => `${9 - index}`)),
  'passband.input': 'NCHW float32 in [-1, 1]',
  'passband.bounds': '[-1,1]',
};

interface Case {
  readonly path: string;
  /** What is said of it at the command line. */
  readonly settings: ModelSettings;
  /** And on the page. */
  readonly choices?: ModelChoices;
  readonly kind: string;
}

describe.skipIf(!chromium || !foreign || !dataDir || !lenet)('the page and the command line', () => {
  const { browser, url } = builtPage();
  let worker: ModelWorker;
  let files = 0;
  beforeAll(async () => {
    const { page } = await openPage(browser(), `${url()}#model=none`);
    worker = await startModelWorker(page);
  }, 60_000);
  const onPage = (path: string, choices: ModelChoices = {}) =>
    worker.ask('open', { id: ++files, name: path, beside: [], file: sentFile(readFileSync(path)) }, choices);
  const atCommandLine = (path: string, settings: ModelSettings) =>
    openModel(
      path,
      { threads: 1, ...settings },
      { progress: noProgress, signal: new AbortController().signal },
    );

  const npz = `${foreign}/03-percent.npz`;

  it.each<Case>([
    // The convention and the names of the classes are the file's.
    {
      path: save('run.onnx', tinyModel({ size: 32, classes: 10, metadata })),
      settings: { dataset: npz },
      kind: 'logits',
    },
    // The convention is measured at the command line, and assumed on the page.
    { path: lenet!, settings: { dataset: 'fashion-mnist', dataDir: dataDir! }, kind: 'softmax' },
    {
      path: `${foreign}/03-percent.onnx`,
      settings: { dataset: npz, ...plainConvention },
      choices: { convention: plainConvention },
      kind: 'softmax',
    },
    // What the output is shows only when the model runs.
    {
      path: `${foreign}/03b-sum-of-softmaxes.onnx`,
      settings: { dataset: npz, ...plainConvention },
      choices: { convention: plainConvention },
      kind: 'probabilities',
    },
  ])('say the same of $path', async ({ path, settings, choices, kind }) => {
    const { preflight, normalisation, mapping, release } = await atCommandLine(path, settings);
    await release();
    const { model } = (await onPage(path, choices)) as { model: Record<string, unknown> };
    expect(model.preflight).toEqual({ ...preflight, sha256: '' });
    expect(preflight.output?.kind).toBe(kind);
    expect(model.normalisation).toMatchObject({ convention: normalisation.convention });
    expect(model.shape).toEqual(preflight.input?.shape.slice(1));
    expect(model.classes).toEqual(
      preflight.classNames ?? mapping.classes.map((_, index) => `class ${index}`),
    );
  });

  it.each<[string, Uint8Array]>([
    ['a loop', tinyModel({ end: [{ ...node('Loop', ['z'], ['y']), name: 'again' }] })],
    ['an image without end', tinyModel({ size: 100_000 })],
    ['an answer that is a picture', tinyModel({ outputs: [['features', 'batch', 5, 4, 4]] })],
  ])('refuse %s in the same words', async (name, bytes) => {
    const path = save(`${name}.onnx`, bytes);
    const refusal: Error = await atCommandLine(path, { dataset: npz }).then(
      () => new Error('it was opened'),
      (error) => error,
    );
    expect(refusal.message).toContain(`${path}: `);
    await expect(onPage(path)).rejects.toThrow(refusal.message.slice(path.length + 2));
  });
});
