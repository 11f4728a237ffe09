import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { FreshNames } from '#passband/onnx/graph/freshNames.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { withSizes } from '#passband/onnx/rewrite/withSizes.ts';
import { foreignModel, node, valueInfo } from '../../support/models/foreignModel.ts';
import { workOf } from '../../support/workOf.ts';

/** A file of `count` nodes that all bear the same name. */
const manyNodes = (count: number) =>
  foreignModel({
    opset: 17,
    nodes: Array.from({ length: count }, (_, at) => ({
      ...node('Relu', [at === 0 ? 'x' : `x${at}`], [at === count - 1 ? 'y' : `x${at + 1}`]),
      name: 'Relu',
    })),
    inputs: [valueInfo('x', ['N', 2])],
    outputs: [valueInfo('y', ['N', 2])],
  });

describe('names that are made', () => {
  it('are the base, or the base with the first number that is free', () => {
    const names = new FreshNames(['a', 'a_3']);
    expect(['a', 'b', 'a', 'b', 'a_2'].map((base) => names.fresh(base))).toEqual([
      'a_2',
      'b',
      'a_4',
      'b_2',
      'a_2_2',
    ]);
    names.take(['b_3']);
    expect(names.fresh('b')).toBe('b_4');
    expect(names.has('b_4')).toBe(true);
    expect(names.has('c')).toBe(false);
  });

  it('are free among the nodes of a builder as among its values', () => {
    const g = new GraphBuilder('names');
    const x = g.input('x', 'float32', [2]);
    g.append({ op: 'Relu', domain: '', name: 'Add', inputs: [x], outputs: ['y'], attributes: {} });
    expect(g.add('Add', [x, 'y'])).toBe('Add_2');
    expect(g.add('Neg', [x], {}, { name: 'y' })).toBe('y_2');
    expect(g.fresh('x')).toBe('x_2');
    g.append({ op: 'Neg', domain: '', name: 'Add_2', inputs: [x], outputs: ['z'], attributes: {} });
    expect(g.build().nodes.map(({ name }) => name)).toEqual(['Add', 'Add_2', 'y_2', 'Add_2_2']);
  });

  it('leave a node without a name alone', () => {
    const g = new GraphBuilder('nameless');
    const x = g.input('x', 'float32', [2]);
    for (const y of ['y', 'z']) {
      g.append({ op: 'Relu', domain: '', name: '', inputs: [x], outputs: [y], attributes: {} });
    }
    expect(g.build().nodes.map(({ name }) => name)).toEqual(['', '']);
  });

  it('take a time that grows as the graph does', () => {
    const works: Record<string, (count: number) => void> = {
      builder: (count) => {
        const g = new GraphBuilder('many');
        let x = g.input('x', 'float32', [2]);
        for (let at = 0; at < count; at++) x = g.add('Relu', [x]);
        GraphBuilder.from(g.build());
      },
      reading: (count) => {
        const graph = decodeModel(manyNodes(count));
        expect(new Set(graph.nodes.map(({ name }) => name)).size).toBe(count);
        withSizes(graph, { N: 4 });
      },
    };
    for (const [name, work] of Object.entries(works)) {
      const [few, many] = [500, 2000].map((count) => workOf(() => work(count)));
      expect(few, name).toBeGreaterThan(0);
      expect(many / few, name).toBeLessThan(4.2);
    }
  });

  it('go on behind those of a file', () => {
    const graph = decodeModel(manyNodes(1000));
    expect(GraphBuilder.from(graph).add('Relu', ['y'])).toBe('Relu_1001');
  });
});
