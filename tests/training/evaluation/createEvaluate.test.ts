import * as onnxruntime from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { rescale } from '#passband/spectrum/split/rescale.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { createEvaluate } from '#passband/training/evaluation/createEvaluate.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const pool = createPool({ threads: 2 });
afterAll(() => pool.release());

const random = seededRandom('evaluate');
const shape = [3, 32, 32] as const;
const { graph } = buildNetwork('six-conv', { classes: 10, shape, initialization: 'he', random });
const count = 61; // One whole chunk of 50 and a part of one.
const images = float32(
  [count, ...shape],
  Float32Array.from({ length: count * sizeOf(shape) }, random.uniform),
);
const labels = Int32Array.from({ length: count }, () => random.integer(10));
const split = { images: arrayImages(images.data, shape), labels, count };
const options = {
  block: await blockSize(onnxruntime),
  boundary: 'exclusive',
  distance: 'linf',
} as const;

test.each(['none', 'max', 'clip'] as const)(
  'measures x, then LFC, then HFC at each radius as the split and the network do one after the other (%s)',
  async (kind) => {
    const rows = await createEvaluate(pool, () => graph, { ...options, rescale: kind })(split, {
      radii: [4, 9],
    });
    const expected = [await measured('x', null, images)];
    for (const component of ['lfc', 'hfc'] as const) {
      for (const radius of [4, 9]) {
        const seen = splitFrequencies(images, radius, options)[component];
        expected.push(await measured(component, radius, rescale(seen, kind)));
      }
    }
    expect(rows.map(({ component, radius, correct, n }) => ({ component, radius, correct, n }))).toEqual(
      expected.map(({ loss, ...row }) => row),
    );
    for (const [index, { loss }] of rows.entries()) expect(loss / expected[index].loss).toBeCloseTo(1, 4);
  },
);

test('the same images give the same bits each time, whichever thread is first', async () => {
  const evaluate = createEvaluate(pool, () => graph, { ...options, rescale: 'none' });
  const first = await evaluate(split, { radii: [8] });
  for (let time = 0; time < 3; time++) expect(await evaluate(split, { radii: [8] })).toEqual(first);
});

test('an aborted measurement stops with the reason of its signal', async () => {
  const evaluate = createEvaluate(pool, () => graph, { ...options, rescale: 'none' });
  const signal = AbortSignal.abort(new Error('stopped by the user'));
  await expect(evaluate(split, { radii: [8], signal })).rejects.toThrow('stopped by the user');
});

async function measured(component: 'x' | 'lfc' | 'hfc', radius: number | null, seen: Tensor<'float32'>) {
  const { logits } = await runGraph(graph, { images: seen });
  let loss = 0;
  let correct = 0;
  labels.forEach((label, image) => {
    const row = Array.from(logits.data as Float32Array).slice(10 * image, 10 * image + 10);
    const top = Math.max(...row);
    correct += row.indexOf(top) === label ? 1 : 0;
    loss += top + Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0)) - row[label];
  });
  return { component, radius, loss: loss / count, correct, n: count };
}
