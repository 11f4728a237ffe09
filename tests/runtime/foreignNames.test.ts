import { describe, expect, it } from 'vitest';
import { batchMoments } from '#passband/layout/batchMoments.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { plainConvention } from '#passband/networks/classifier/convention.ts';
import { smoothFirstConvolution } from '#passband/networks/classifier/smoothFirstConvolution.ts';
import { withLens } from '#passband/networks/lens/lens.ts';
import { FreshNames } from '#passband/onnx/graph/freshNames.ts';
import type { Graph, Value } from '#passband/onnx/graph/graph.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { inputGradientGraph } from '#passband/runtime/inputGradientGraph.ts';
import { onnxruntime } from '#passband/runtime/onnxruntime.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { componentGraph } from '#passband/training/evaluation/componentGraph.ts';
import { runGraph } from '../support/models/runGraph.ts';

const IMAGES = 4;
const block = await blockSize(onnxruntime);
const random = seededRandom('names');
const normals = (...shape: number[]) => {
  const tensor = float32(shape);
  for (let at = 0; at < tensor.data.length; at++) tensor.data[at] = random.normal();
  return tensor;
};
const images = normals(IMAGES, 3, 16, 16);
const targets = float32([IMAGES, 4], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
const mask = float32([16, 16], new Float32Array(256).fill(1));

/** A network as a file would hold it. */
const file: Graph = buildNetwork('six-conv', {
  ...{ shape: [3, 16, 16], classes: 4, batch: 'N', batchNorm: true, random: seededRandom(1) },
}).graph;

/** All that is made of a model's graph, with what it is fed. */
const makings: Record<string, { make: (graph: Graph) => Graph; feeds: Record<string, Tensor> }> = {
  'a gradient': {
    make: (graph) => inputGradientGraph(graph, { images: IMAGES, block: 1 }),
    feeds: { images, targets },
  },
  'a gradient in blocks': {
    make: (graph) => inputGradientGraph(graph, { images: IMAGES, block }),
    feeds: { images, targets },
  },
  'components in blocks': {
    make: (graph) => componentGraph(graph, { radii: [2, 4], rescale: 'max' }, { images: IMAGES, block }),
    feeds: { images },
  },
  'a lens': {
    make: (graph) => withLens(graph, { component: 'hfc', rescale: 'max' }),
    feeds: { images, mask },
  },
  'statistics of a batch': { make: (graph) => batchMoments(graph).graph, feeds: { images } },
  'a smoothed layer': { make: (graph) => smoothFirstConvolution(graph, { rho: 0.5 }), feeds: { images } },
};

const namesOf = ({ nodes, initializers }: Graph) => [
  ...new Set([...nodes.flatMap(({ name, outputs }) => [name, ...outputs]), ...initializers.keys()]),
];
const canonical = (graph: Graph) => classifierGraph(graph, plainConvention);

/** The file with these names in place of its nodes' and of its inner values'. */
function renamed(graph: Graph, names: readonly string[], shift: number): Graph {
  const nodeName = (at: number) => names[(at + shift) % names.length];
  const inner = graph.nodes.flatMap(({ outputs }) => outputs).filter((value) => !graph.outputs.has(value));
  const values = [...inner, ...graph.initializers.keys()];
  const turned = new Map(values.map((value, at) => [value, names[(at + 3 * shift) % names.length]]));
  const to = (value: Value) => turned.get(value) ?? value;
  const keys = <T>(map: ReadonlyMap<Value, T>) => new Map([...map].map(([name, each]) => [to(name), each]));
  return {
    ...graph,
    initializers: keys(graph.initializers),
    types: keys(graph.types),
    nodes: graph.nodes.map((node, at) => ({
      ...node,
      name: nodeName(at),
      inputs: node.inputs.map(to),
      outputs: node.outputs.map(to),
    })),
  };
}

describe('a model whose names are those that we make', () => {
  it.each(Object.entries(makings))('gives the same numbers: %s', async (_, { make, feeds }) => {
    const plain = make(canonical(file));
    const before = new Set(namesOf(file));
    const names = namesOf(plain).filter((name) => !before.has(name));
    // What is made of the renamed file has these names with numbers, so that all of its nodes and values need some.
    const next = new FreshNames(names);
    for (const base of [...names]) {
      for (let more = 0; more < 60 && names.length < 2 * before.size; more++) names.push(next.fresh(base));
    }
    const expected = await runGraph(plain, feeds);
    for (const shift of [0, 1, 5, 11]) {
      const graph = make(canonical(renamed(file, names, shift)));
      const nodeNames = graph.nodes.map(({ name }) => name);
      expect(nodeNames.length - new Set(nodeNames).size).toBe(0);
      const found = await runGraph(graph, feeds);
      for (const [name, { data }] of Object.entries(expected)) expect(found[name]?.data, name).toEqual(data);
    }
  });
});
