import { describe, expect, it } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { addCrossEntropy } from '#passband/networks/losses/crossEntropy.ts';
import { type LossName, losses } from '#passband/networks/losses/losses.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import '../../support/matchers.ts';
import { numericGradient } from '../../support/models/numericGradient.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const count = 12;
const classes = 5;
const random = seededRandom('losses');
const logits = float32(
  [count, classes],
  Float32Array.from({ length: count * classes }, () => 3 * random.normal()),
);
const labels = Array.from({ length: count }, (_, n) => n % classes);
const oneHot = (truth: readonly number[], depth = classes) =>
  float32(
    [truth.length, depth],
    truth.flatMap((label) => Array.from({ length: depth }, (_, index) => (index === label ? 1 : 0))),
  );

function lossGraph(name: LossName, n = count, depth = classes) {
  const g = new GraphBuilder(name);
  const z = g.input('logits', 'float32', [n, depth]);
  const targets = g.input('targets', 'float32', [n, depth]);
  g.output(losses[name].add(g, z, targets), 'losses');
  return g;
}

const lossesOf = async (name: LossName, given = logits, truth = labels) => {
  const graph = lossGraph(name, given.shape[0], given.shape[1]).build();
  const feeds = { logits: given, targets: oneHot(truth, given.shape[1]) };
  return (await runGraph(graph, feeds)).losses.data as Float32Array;
};

/** The definitions, in float64 with a sort. */
const definitions: Readonly<Record<LossName, (z: readonly number[], y: number) => number>> = {
  'cross-entropy': (z, y) => Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0)) - z[y],
  margin: (z, y) => Math.max(...z.filter((_, index) => index !== y)) - z[y],
  dlr: (z, y) => {
    const ordered = z.toSorted((a, b) => b - a);
    return definitions.margin(z, y) / (ordered[0] - ordered[2]);
  },
};

describe.each(Object.keys(losses) as LossName[])('%s', (name) => {
  it('is its definition, image by image', async () => {
    const expected = labels.map((label, n) =>
      definitions[name](Array.from(logits.data.subarray(n * classes, (n + 1) * classes)), label),
    );
    expect(await lossesOf(name)).toBeNear(expected, 1e-5);
  });

  it('has the gradient of central differences', async () => {
    const g = lossGraph(name);
    g.output(g.add('ReduceSum', ['losses'], { keepdims: 0 }), 'total');
    const feeds = { logits, targets: oneHot(labels) };
    const withGradient = gradient(g.build(), { of: 'total', withRespectTo: ['logits'] });
    const found = (await runGraph(withGradient, feeds))['gradient/logits'].data as Float32Array;
    const options = { withRespectTo: ['logits'], weights: { losses: new Float32Array(count).fill(1) } };
    const numeric = await numericGradient(lossGraph(name).build(), feeds, { ...options, step: 1e-2 });
    expect(found).toBeNear(numeric.logits, 1e-3);
  });

  it('does not change when all logits are raised by the same', async () => {
    const raised = float32(
      logits.shape,
      logits.data.map((value) => value + 2),
    );
    expect(await lossesOf(name, raised)).toBeNear(await lossesOf(name), 1e-5);
  });
});

describe('dlr', () => {
  it('does not change when all logits are multiplied', async () => {
    const scaled = float32(
      logits.shape,
      logits.data.map((value) => 100 * value),
    );
    expect(await lossesOf('dlr', scaled)).toBeNear(await lossesOf('dlr'), 1e-5);
  });

  it('sorts equal logits as a sort does', async () => {
    const tied = float32(
      [4, 4],
      [
        [2, 2, 1, 0],
        [2, 2, 2, 0],
        [3, 1, 1, 1],
        [0, 1, 1, 3],
      ].flat(),
    );
    // (2 − 2) / (2 − 1), 0 / 0 kept finite, (1 − 3) / (3 − 1), (3 − 1) / (3 − 1)
    expect([...(await lossesOf('dlr', tied, [0, 0, 0, 1]))]).toEqual([0, 0, -1, 1]);
  });

  it('needs three classes, and the margin two', () => {
    expect(() => lossGraph('dlr', 1, 2)).toThrow('dlr: needs at least 3 classes, got 2');
    expect(() => lossGraph('margin', 1, 1)).toThrow('margin: needs at least 2 classes, got 1');
  });
});

it('the cross-entropy of a batch is the mean of its images', async () => {
  const g = new GraphBuilder('mean');
  const z = g.input('logits', 'float32', logits.shape);
  const targets = g.input('targets', 'float32', logits.shape);
  g.output(addCrossEntropy(g, z, targets, count), 'loss');
  const { loss } = await runGraph(g.build(), { logits, targets: oneHot(labels) });
  const each = await lossesOf('cross-entropy');
  expect(Number(loss.data[0])).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / count, 5);
});
