import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { stableProducts } from '#passband/layout/stableProducts.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { createSession } from '#passband/runtime/session.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import '../support/matchers.ts';

interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly terms: number;
  readonly transA: number;
  readonly transB: number;
  /** Shape of what is added. */
  readonly added?: readonly number[];
}

function productOf({ rows, columns, terms, transA, transB, added }: Product) {
  const random = seededRandom('product');
  const shapes: Record<string, readonly number[]> = {
    a: transA ? [terms, rows] : [rows, terms],
    b: transB ? [columns, terms] : [terms, columns],
    ...(added && { c: added }),
  };
  const g = new GraphBuilder('product');
  const inputs = Object.entries(shapes).map(([name, shape]) => g.input(name, 'float32', shape));
  g.output(g.add('Gemm', inputs, { transA, transB }), 'y');
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      float32(
        shape,
        Float32Array.from({ length: sizeOf(shape) }, () => random.uniform() - 0.5),
      ),
    ]),
  );
  return { graph: g.build(), feeds };
}

async function result(graph: Graph, feeds: ReturnType<typeof productOf>['feeds'], threads: number) {
  const session = await createSession(onnxruntime, graph, { threads });
  const { y } = await session.run(feeds);
  await session.release();
  return y.data as Float32Array;
}

// Each as it is has other bits on 2 or on 16 threads: a last column alone, few columns a thread, a row alone, rows of one column.
const sizes: readonly [rows: number, columns: number, terms: number][] = [
  [8, 17, 1024],
  [6, 512, 4096],
  [17, 16, 2048],
  [3, 3, 9000],
  [17, 1, 8192],
];
const products = sizes.flatMap(([rows, columns, terms]): Product[] => [
  { rows, columns, terms, transA: 0, transB: 1, added: [columns] },
  { rows, columns, terms, transA: 1, transB: 0, added: [rows, 1] },
  { rows, columns, terms, transA: 0, transB: 0 },
]);

describe('stableProducts', () => {
  it.each(products)('%o has the same bits on any number of threads', async (product) => {
    const { graph, feeds } = productOf(product);
    const stable = stableProducts(graph);
    const [one, ...others] = await Promise.all([1, 2, 16].map((threads) => result(stable, feeds, threads)));
    for (const other of others) expect(other).toEqual(one);
    expect(one).toBeNear(await result(graph, feeds, 1), 1e-4);
    expect(stable.outputs).toEqual(graph.outputs);
  });

  it('leaves a product alone that is stable as it is', () => {
    for (const [rows, columns, terms] of [
      [4, 10, 64],
      [16, 1000, 100],
      [1, 100, 5000],
      [200, 100, 5000],
    ] as const) {
      const { graph } = productOf({ rows, columns, terms, transA: 0, transB: 0 });
      expect(stableProducts(graph).nodes.map(({ op }) => op)).toEqual(graph.nodes.map(({ op }) => op));
    }
  });
});
