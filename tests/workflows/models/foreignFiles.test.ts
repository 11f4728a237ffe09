import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { readBatch } from '#passband/data/dataset/dataset.ts';
import { openModel } from '#passband/workflows/models/openModel.ts';
import { writeFewTraining } from '../../support/fewTraining.ts';
import { sharedPath } from '../../support/shared.ts';
import '../../support/matchers.ts';

const foreign = sharedPath('fixtures/foreign');
const datasets = sharedPath('datasets');
const dataDir = mkdtempSync(join(tmpdir(), 'passband-foreign-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
if (datasets) writeFewTraining(dataDir, datasets);

/** What plain ONNX Runtime gives for the first test image, and pixels 0–1 unless it says otherwise. */
const answers = foreign
  ? readFileSync(join(foreign, 'first-image-answers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { model: string; first: number[]; data?: string; pixels?: string })
  : [];

async function opened(file: string) {
  // Where whole numbers go in, pixels are 0–255.
  const wanted = file.startsWith('12-') ? '0-255' : '0-1';
  const { data = 'cifar-10', pixels = wanted } = answers.find(({ model }) => model === file) ?? {};
  const range = pixels.split('-').map(Number) as [number, number];
  const open = await openModel(join(foreign!, file), {
    ...{ dataset: data, dataDir, range, mean: [0], std: [1], threads: 1 },
  });
  onTestFinished(() => open.release());
  return open;
}

const softmax = (row: Float32Array) => {
  const largest = row.reduce((a, b) => Math.max(a, b));
  const powers = Array.from(row, (value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
};

// Small files that showed a fault, each for a kind of its own.
describe.skipIf(!foreign || !datasets)('files from elsewhere give what plain ONNX Runtime gives', () => {
  it.each([
    '01-node-names.onnx',
    '02-all-dims-open.onnx',
    '03-percent.onnx',
    '05-label-branch.onnx',
    '08-standardised.onnx',
    '10-functions.onnx',
    '11-row-with-axis.onnx',
    '12-uint8-dequantize.onnx',
    '13-none-dims.onnx',
    '13b-open-classes.onnx',
    '13c-unnamed.onnx',
    '14-names-strkeys.onnx',
    '15-hwc-no-batch.onnx',
  ])('%s', async (file) => {
    const { classifier, dataset } = await opened(file);
    const { images } = await readBatch(dataset.test, [0]);
    const { data } = await classifier.logits(images);
    // It has no line of its own; its weights are those of the others.
    const { first: expected } = answers.find(
      ({ model }) => model === (file === '13c-unnamed.onnx' ? '13-none-dims.onnx' : file),
    )!;
    const sum = expected.reduce((a, b) => a + b);
    const isShare = expected.every((value) => value >= 0);
    const given = isShare ? softmax(data).map((share) => share * Math.round(sum)) : Array.from(data);
    const largest = Math.max(...expected.map(Math.abs));
    given.forEach((value, index) => {
      expect(Math.abs(value - expected[index])).toBeLessThan(1e-4 * Math.max(largest, 1));
    });
  });

  it('06-nchwc.onnx has the gradients of the file before', async () => {
    const [blocked, plain] = await Promise.all(['06-nchwc.onnx', '06-nchwc-before.onnx'].map(opened));
    expect(blocked.notices).toContainEqual(expect.stringContaining('optimised for one kind of processor'));
    const { images } = await readBatch(plain.dataset.test, [0, 1, 2]);
    const labels = Int32Array.from([0, 1, 2]);
    const [a, b] = await Promise.all(
      [blocked, plain].map(({ classifier }) => classifier.inputGradient(images, labels)),
    );
    expect(a.gradient.data).toBeNear(b.gradient.data, 1e-4);
  });
});
