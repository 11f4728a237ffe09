import { describe, expect, test } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { zeroGradients } from '#passband/autodiff/rules/zero.ts';
import { gradientRules } from '#passband/autodiff/rules.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import '../../support/matchers.ts';
import { numericGradient } from '../../support/models/numericGradient.ts';
import { runGraph } from '../../support/models/runGraph.ts';
import { activationCases } from '../cases/activations.ts';
import { arithmeticCases } from '../cases/arithmetic.ts';
import { blockedCases } from '../cases/blocked.ts';
import { convolutionCases } from '../cases/convolution.ts';
import { elementwiseCases } from '../cases/elementwise.ts';
import { apart, type GradientCase } from '../cases/gradientCase.ts';
import { indexingCases } from '../cases/indexing.ts';
import { layoutCases } from '../cases/layout.ts';
import { normalizationCases } from '../cases/normalization.ts';
import { poolingCases } from '../cases/pooling.ts';
import { productCases } from '../cases/product.ts';
import { quantizationCases } from '../cases/quantization.ts';
import { reductionCases } from '../cases/reduction.ts';
import { resizeCases } from '../cases/resize.ts';
import { trigonometryCases } from '../cases/trigonometry.ts';

const cases: readonly GradientCase[] = [
  ...elementwiseCases,
  ...arithmeticCases,
  ...productCases,
  ...convolutionCases,
  ...poolingCases,
  ...normalizationCases,
  ...reductionCases,
  ...layoutCases,
  ...activationCases,
  ...indexingCases,
  ...quantizationCases,
  ...resizeCases,
  ...trigonometryCases,
  ...blockedCases,
];

// Outputs are float32 of magnitude 1 to 30, exact to about 1e-6, so a difference over 2·step is exact to 5e-5 per
// output, while the third derivative of the functions here adds step²/6 ≈ 2e-5 of itself: 1e-2 balances the two.
const step = 1e-2;
// Ten times that, relative to the largest gradient; a wrong rule is off by the order of the gradient itself.
const tolerance = 1e-3;

const nameOf = (domain: string, op: string) => (domain === '' ? op : `${domain}:${op}`);

test('every gradient rule has a case, but those that are zero everywhere', () => {
  const rules = Object.entries(gradientRules).flatMap(([domain, table]) =>
    Object.keys(table).map((op) => nameOf(domain, op)),
  );
  const covered = new Set(cases.map(({ rule }) => rule));
  expect(rules.filter((rule) => !covered.has(rule) && !(rule in zeroGradients))).toEqual([]);
});

describe('the gradient equals central differences and is not zero', () => {
  test.each(cases)('$rule: $title', async (gradientCase) => {
    const { feeds, forward, loss, inputs, weights } = graphsOf(gradientCase);
    const { lower = (graph: Graph) => graph } = gradientCase;
    const withGradient = lower(gradient(loss, { of: 'loss', withRespectTo: inputs }));
    const numeric = await numericGradient(forward, feeds, { withRespectTo: inputs, weights, step });
    const results = await runGraph(withGradient, { ...feeds, ...weightFeeds(forward.outputs, weights) });
    for (const input of inputs) {
      const { data, shape } = results[`gradient/${input}`];
      expect(shape).toEqual(feeds[input].shape);
      expect(Math.max(...(data as Float32Array).map(Math.abs))).toBeGreaterThan(1e-3);
      expect(data as Float32Array).toBeNear(numeric[input], tolerance);
    }
  });
});

describe('each gradient alone is the same, from a graph without a node too many', () => {
  test.each(cases)('$rule: $title', async (gradientCase) => {
    const { feeds, forward, loss, inputs, weights } = graphsOf(gradientCase);
    const { lower = (graph: Graph) => graph } = gradientCase;
    const all = { ...feeds, ...weightFeeds(forward.outputs, weights) };
    // The walk takes the outputs of a node together, and the blocked rule of batch normalisation its inputs.
    const writesNoMore = forward.outputs.size === 1 && !blockedCases.includes(gradientCase);
    const together = await runGraph(lower(gradient(loss, { of: 'loss', withRespectTo: inputs })), all);
    for (const input of inputs) {
      const alone = gradient(loss, { of: 'loss', withRespectTo: [input] });
      if (writesNoMore) expect(unusedNodes(alone)).toEqual([]);
      const results = await runGraph(lower(alone), all);
      const expected = together[`gradient/${input}`].data as Float32Array;
      expect(results[`gradient/${input}`].data as Float32Array).toBeNear(expected, 1e-6);
    }
  });
});

test.each(Object.keys(zeroGradients))('%s: the gradient is zero', async (op) => {
  const g = new GraphBuilder(op);
  const x = g.input('x', 'float32', [2, 3]);
  const other = g.initializer('other', apart([3], { offset: 0.01 }));
  const isLarger = g.add('Greater', [x, other]);
  const conditions: Readonly<Record<string, string[]>> = {
    And: [isLarger, isLarger],
    Or: [isLarger, isLarger],
    Xor: [isLarger, isLarger],
    Not: [isLarger],
  };
  const inputs = conditions[op] ?? (/Greater|Less|Equal/.test(op) ? [x, other] : [x]);
  const result = g.add('Cast', [g.add(op, inputs)], { to: 1 });
  const total = g.add('ReduceSum', [result], { keepdims: 0 });
  const graph = gradient(g.build(), { of: total, withRespectTo: ['x'] });
  const results = await runGraph(graph, { x: apart([2, 3]) });
  expect(results['gradient/x']).toEqual(float32([2, 3]));
});

/** Names of nodes none of whose outputs is read or an output of the graph. */
function unusedNodes({ nodes, outputs }: Graph): string[] {
  const read = new Set([...outputs.keys(), ...nodes.flatMap(({ inputs }) => inputs)]);
  return nodes.filter((node) => !node.outputs.some((output) => read.has(output))).map(({ name }) => name);
}

/** The case's graph, and the same with `loss` = Σ output·weight behind it. */
function graphsOf({ rule, inputs: given, build, lower = (graph) => graph }: GradientCase) {
  const g = new GraphBuilder(rule);
  const feeds: Record<string, Tensor> = {};
  const inputs = given.map((input, index) => {
    const value = 'data' in input ? input : apart(input, { seed: `input ${index}` });
    feeds[`x${index}`] = value;
    return g.input(`x${index}`, 'float32', value.shape);
  });
  const built = build(g, ...inputs);
  const outputs = typeof built === 'string' ? [built] : built;
  for (const output of outputs) g.output(output);
  const forward = lower(g.build());
  const random = seededRandom(rule);
  const weights: Record<string, Float32Array> = {};
  let total: string | undefined;
  for (const output of outputs) {
    const shape = g.shape(output);
    weights[output] = Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
    const weighted = g.add('Mul', [output, g.input(`weight of ${output}`, 'float32', shape)]);
    const sum = g.add('ReduceSum', [weighted], { keepdims: 0 });
    total = total === undefined ? sum : g.add('Add', [total, sum]);
  }
  g.output(total!, 'loss');
  return { feeds, forward, loss: g.build(), inputs, weights };
}

function weightFeeds(
  outputs: ReadonlyMap<string, { readonly shape: readonly (number | string)[] }>,
  weights: Readonly<Record<string, Float32Array>>,
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(weights).map(([output, data]) => [
      `weight of ${output}`,
      float32(outputs.get(output)!.shape as readonly number[], data),
    ]),
  );
}
