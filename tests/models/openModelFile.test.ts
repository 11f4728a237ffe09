import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  createLocalPool,
  type ExaminedModel,
  examineModel,
  int64,
  loadDataset,
  type ModelChoices,
  openWithImages,
  openWithoutImages,
  readModelFile,
  seededRandom,
  tensor,
} from '#passband/index.ts';
import { npzFile } from '../support/dataFiles.ts';
import { floats, node } from '../support/models/foreignModel.ts';
import { runModel } from '../support/models/runGraph.ts';
import { type TinyModel, tinyModel } from '../support/models/tinyModels.ts';
import '../support/matchers.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-model-'));
const random = seededRandom('open model file');
const pixels = Float32Array.from({ length: 40 * 108 }, () => random.integer(256));

function save(name: string, content: Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const examined = (bytes: Uint8Array, choices?: ModelChoices) =>
  examineModel(readModelFile(save('model.onnx', bytes)), choices) as ExaminedModel;

const here = { pool: createLocalPool(onnxruntime, { providers: ['cpu'] }), block: 1 };

/** Opens a model that no images are there for. */
async function opened(options: TinyModel, choices?: ModelChoices) {
  const { classifier, preflight, normalisation } = await openWithoutImages(
    examined(tinyModel(options), choices),
    here,
  );
  return { classifier, preflight, normalisation };
}

describe('a library opens a model file', () => {
  it('with labelled images, which say how it wants them', async () => {
    const bytes = tinyModel({ end: [node('Softmax', ['z'], ['y'])] });
    const { y } = await runModel(bytes, { pixels: tensor('float32', [40, 3, 6, 6], pixels) });
    // The labels are the model's own answers to pixels of 0 to 255.
    const labels = Array.from({ length: 40 }, (_, image) => {
      const row = Array.from((y.data as Float32Array).subarray(4 * image, 4 * image + 4));
      return row.indexOf(Math.max(...row));
    });
    const file = npzFile({
      images: tensor('uint8', [4, 3, 6, 6], new Uint8Array(432)),
      labels: int64([4], [0, 1, 2, 3]),
      test_images: tensor('uint8', [40, 3, 6, 6], Uint8Array.from(pixels)),
      test_labels: int64([40], labels),
    });
    const dataset = await loadDataset(save('data.npz', file));
    const model = examined(bytes, { image: [3, 6, 6], convention: { layout: 'NCHW', channels: 'RGB' } });
    const { normalisation, preflight } = await openWithImages(model, dataset, { ...here, random });
    expect(normalisation.source).toBe('measured');
    expect(normalisation.candidates[0].accuracy).toBe(1);
    expect(normalisation.convention.range).toEqual([0, 255]);
    expect(preflight.output?.kind).toBe('softmax');
  });

  it('without images, as given, as the file says, or as assumed', async () => {
    const wanted = { layout: 'NCHW', channels: 'BGR', range: [0, 255], mean: [1], std: [2] } as const;
    const convention = { ...wanted, range: [0, 255] as [number, number], mean: [1], std: [2] };
    expect((await opened({}, { convention })).normalisation).toEqual({ convention, source: 'given' });

    const metadata = { 'passband.bounds': '[-1,1]', 'passband.input': 'NCHW float32 in [-1, 1]' };
    expect((await opened({ metadata })).normalisation).toMatchObject({
      source: 'metadata',
      convention: { channels: 'RGB', range: [-1, 1] },
    });
    const turned = await opened({ metadata }, { convention: { channels: 'BGR' } });
    expect(turned.normalisation).toMatchObject({
      source: 'metadata',
      convention: { channels: 'BGR', range: [-1, 1] },
    });

    expect((await opened({ size: 32, classes: 10 })).normalisation).toMatchObject({
      source: 'assumed',
      name: 'CIFAR-10',
      reason: expect.stringContaining('most models of 10 classes'),
    });
    const named = await opened({ size: 32, classes: 10 }, { convention: { channels: 'BGR' } });
    expect(named.normalisation).toMatchObject({ source: 'assumed', convention: { channels: 'BGR' } });
  });

  it('without images, sees by noise what its output is', async () => {
    const end = [
      node('Exp', ['z'], ['e']),
      node('Reciprocal', ['e'], ['r']),
      node('ReduceSum', ['r', 'one'], ['s']),
      node('Div', ['r', 's'], ['y']),
    ];
    const { preflight } = await opened({ end });
    expect(preflight.output?.kind).toBe('probabilities');
    expect(preflight.notes.join()).toContain('their logarithms are used as logits');
  });

  it('refuses one whose answers are no numbers', async () => {
    const none = floats('none', [1, 1], [Number.NaN]);
    const end = [node('Mul', ['z', 'none'], ['y'])];
    await expect(opened({ end, initializers: [none] })).rejects.toThrow(
      'its answer to an image of noise is NaN, not a finite number',
    );
  });
});
