import { expect, it } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { classScores } from '#passband/networks/classifier/classScores.ts';
import { plainConvention } from '#passband/networks/classifier/convention.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { runGraph, runModel } from '../../support/models/runGraph.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import '../../support/matchers.ts';

const random = seededRandom('merged classes');
const images = float32([3, 3, 6, 6], Float32Array.from({ length: 3 * 108 }, random.uniform));
const classOrder = { order: [[3, 1], 0, [2]], names: ['merged', 'zero', 'two'] };

/** The logarithm of the sum of the classes' probabilities, but for a constant an image. */
function expected(plain: ArrayLike<number>): number[] {
  return Array.from({ length: 3 }, (_, image) => {
    const z = Array.from({ length: 4 }, (_, index) => plain[4 * image + index]);
    return [Math.log(Math.exp(z[3]) + Math.exp(z[1])), z[0], z[2]];
  }).flat();
}

it('classes that are one have the logit of the sum of their probabilities, in a graph with a gradient', async () => {
  const { y } = await runModel(tinyModel(), { pixels: images });
  const graph = classifierGraph(decodeModel(tinyModel()), plainConvention, { classOrder });
  const { logits } = await runGraph(graph, { images });
  expect(logits.shape).toEqual([3, 3]);
  expect(Array.from(logits.data as Float32Array)).toBeNear(expected(y.data as Float32Array), 1e-5);
  expect(() => gradient(graph, { of: 'logits', withRespectTo: ['images'] })).not.toThrow(/rule/);
});

it('and so of a black box', () => {
  const plain = float32(
    [3, 4],
    Float32Array.from({ length: 12 }, () => 100 * random.normal()),
  );
  const { data, shape } = classScores(plain, 3, { source: 'y', classes: 4, form: 'row' }, { classOrder });
  expect(shape).toEqual([3, 3]);
  const exact = Array.from({ length: 3 }, (_, image) => {
    const [a, b] = [plain.data[4 * image + 3], plain.data[4 * image + 1]];
    return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
  });
  expect([data[0], data[3], data[6]]).toBeNear(exact, 1e-3);
});
