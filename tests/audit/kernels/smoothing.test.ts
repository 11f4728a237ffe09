import { afterAll, describe, expect, it } from 'vitest';
import { attack } from '#passband/attacks/attack.ts';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { type SmoothingImages, smoothing, smoothingSchema } from '#passband/audit/kernels/smoothing.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { readWhole } from '#passband/data/dataset/dataset.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { plainConvention } from '#passband/networks/classifier/convention.ts';
import { smoothFirstConvolution } from '#passband/networks/classifier/smoothFirstConvolution.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';

const pool = createPool({ threads: 1 });
afterAll(() => pool.release());

const graph = classifierGraph(decodeModel(tinyModel()), plainConvention);
const open = (each: Graph) => createClassifier(pool, each, { block: 1 });

/** Random images with the model's own answers as labels, but for every fifth. */
const split = await (async () => {
  const random = seededRandom('smoothing');
  const count = 30;
  const images = arrayImages(Float32Array.from({ length: count * 108 }, random.uniform), [3, 6, 6]);
  const unlabelled = { images, labels: new Int32Array(count), count };
  const classifier = await open(graph);
  const { data } = await classifier.logits((await readWhole(unlabelled)).images);
  await classifier.release();
  const labels = Int32Array.from({ length: count }, (_, image) => {
    const row = data.subarray(4 * image, 4 * image + 4);
    const answer = row.indexOf(Math.max(...row));
    return image % 5 === 4 ? (answer + 1) % 4 : answer;
  });
  return { ...unlabelled, labels };
})();

const images = (epsilons: readonly string[], options: Partial<SmoothingImages> = {}): SmoothingImages => ({
  split,
  open,
  epsilons: epsilons.map(parseEpsilon),
  random: seededRandom(1),
  ...options,
});

describe('smoothing', () => {
  it('has the columns of Table 2, and the model as it is as its first row', async () => {
    const record = await smoothing(graph, { rhos: [1, 0.1], images: images(['0.01', '8/255']) });
    expect(record.columns.map(({ measure }) => measure)).toEqual([
      'fgsm@0.01',
      'fgsm@8/255',
      'pgd@0.01',
      'pgd@8/255',
    ]);
    expect(record.rows.map(({ rho }) => rho)).toEqual([0, 0.1, 1]);
    const [first] = record.rows;
    expect(first.measures.clean).toMatchObject({ value: 24 / 30, n: 30 });
    expect(first.measures.smoothness.n).toBeNull();
    expect(first.paired.clean).toEqual({ onlyFirst: 0, onlySecond: 0, p: 1, differ: false });
    expect(smoothingSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  it('attacks the smoothed model itself', async () => {
    const { columns, rows } = await smoothing(graph, { rhos: [0.5], images: images(['0.02']) });
    const classifier = await open(smoothFirstConvolution(graph, { rho: 0.5 }));
    const batch = await readWhole(split);
    for (const { measure, settings } of columns) {
      const { fallen } = await attack(classifier, batch.images, batch.labels, settings!, {
        random: seededRandom(1),
      });
      const standing = fallen.reduce((sum, flag) => sum + 1 - flag, 0);
      expect(rows[1].measures[measure].value, measure).toBe(standing / 30);
    }
    await classifier.release();
  });

  it.each(['paper', 'authors'] as const)(
    'has clean accuracy at ε = 0, and little under a large ε, with preset %s',
    async (preset) => {
      const { rows } = await smoothing(graph, { rhos: [0.25], preset, images: images(['0', '0.5']) });
      for (const { measures } of rows) {
        expect(measures['fgsm@0'].value).toBe(measures.clean.value);
        expect(measures['pgd@0'].value).toBe(measures.clean.value);
        expect(measures['pgd@0.5'].value).toBeLessThan(0.5 * measures.clean.value);
      }
    },
  );

  it('never rises with ε where the smallest ε is searched for', async () => {
    const { rows, columns } = await smoothing(graph, {
      rhos: [],
      preset: 'authors',
      images: images(['0.01', '0.02', '0.05', '0.1']),
    });
    expect(columns.every(({ settings }) => settings === null)).toBe(true);
    for (const method of ['fgsm', 'pgd']) {
      const values = ['0.01', '0.02', '0.05', '0.1'].map(
        (text) => rows[0].measures[`${method}@${text}`].value,
      );
      expect(values).toEqual(values.toSorted((a, b) => b - a));
    }
  });

  it('counts up to the whole of its work', async () => {
    const told: number[] = [];
    let total = 0;
    await smoothing(graph, {
      rhos: [1],
      images: images(['0.01'], {
        onProgress: (done, of) => {
          told.push(done);
          total = of;
        },
      }),
    });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(total);
  });

  it('looks at the kernels alone where there are no images', async () => {
    const { n, columns, rows } = await smoothing(decodeModel(tinyModel({ layout: 'NHWC' })), { rhos: [1] });
    expect([n, columns]).toEqual([null, []]);
    expect(rows.map(({ measures }) => Object.keys(measures))).toEqual([['smoothness'], ['smoothness']]);
    expect(rows[1].measures.smoothness.value).toBeLessThan(rows[0].measures.smoothness.value);
  });

  it('stops when it is told to, and lets its classifier go', async () => {
    let released = 0;
    const counted = async (each: Graph) => {
      const classifier = await open(each);
      return { ...classifier, release: () => classifier.release().finally(() => released++) };
    };
    const signal = AbortSignal.abort();
    const run = smoothing(graph, { rhos: [1], images: images(['0.01'], { open: counted, signal }) });
    await expect(run).rejects.toThrow('aborted');
    expect(released).toBe(1);
  });
});
