import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph, Value } from '../onnx/graph/graph.ts';
import { isOperator, type NodeOf } from '../onnx/graph/operators.ts';
import { standardNode } from '../onnx/graph/standardNode.ts';

/** Multiplications for which ONNX Runtime's CPU provider takes one more thread (`MLAS_SGEMM_THREAD_COMPLEXITY`). */
const WORK_OF_A_THREAD = 2 ** 16;
/** Parts into which it cuts a product at most: 16, four times as many on processors with two kinds of cores. */
const MOST_PARTS = 64;
/** Terms of a sum that it adds up in one go whatever the sizes; how a longer sum is cut depends on the columns at hand. */
const TERMS_AT_ONCE = 128;
/** Threads share columns in multiples of these. */
const COLUMNS_TOGETHER = 16;

/**
 * Products of matrices (`Gemm`) in a form whose last bits do not depend on the number of threads. ONNX Runtime shares the longer
 * side of a result among them. How many columns a thread has decides how it cuts its sums; how many rows it has decides nothing,
 * unless it is a single one, for which there is code of its own. So the longer side becomes the rows, and a sum is cut here where
 * so many threads could take part that one has a single row. A matrix times a vector is one row, whose columns are independent.
 *
 * Run it after `gradient`, where the sizes of all values are known.
 */
export function stableProducts(graph: Graph): Graph {
  const g = GraphBuilder.rewriting(graph);
  for (const node of graph.nodes) {
    if (isOperator(node, 'Gemm')) appendStable(g, node);
    else g.append(node, graph.types);
  }
  for (const name of graph.outputs.keys()) g.output(name);
  return g.build();
}

function appendStable(g: GraphBuilder, node: NodeOf<'Gemm'>): void {
  const { transA = 0, transB = 0, alpha = 1 } = node.attributes;
  const [a, b] = node.inputs.map((input) => (input === '' ? [] : g.shape(input)));
  const [rows, terms] = transA ? [a[1], a[0]] : a;
  const columns = transB ? b[0] : b[1];
  const isVector = alpha === 1 && Math.min(rows, columns) === 1;
  const areColumnsStable = terms <= TERMS_AT_ONCE && columns % COLUMNS_TOGETHER !== 1;
  const isStable = isVector ? rows === 1 : columns > rows && areColumnsStable;
  if (isStable || rows * columns * terms < WORK_OF_A_THREAD) {
    g.append(node);
    return;
  }
  const sums = isVector ? 1 : sumsOf(Math.max(rows, columns), Math.min(rows, columns), terms);
  if (columns <= rows && !isVector) appendSums(g, node, sums, node.outputs[0]);
  else {
    const turned = appendSums(g, turnedOver(g, node), sums, g.fresh(`${node.name}/turned`));
    const attributes = { perm: [1, 0] };
    g.append(standardNode('Transpose', { name: node.outputs[0], inputs: [turned], attributes }));
  }
}

/** Into how many sums the terms are cut, so that no thread has a single row, however many take part. */
function sumsOf(rows: number, columns: number, terms: number): number {
  if (rows >= 2 * MOST_PARTS) return 1;
  const most = Math.ceil((Math.floor(rows / 2) * WORK_OF_A_THREAD) / (rows * columns)) - 1;
  return Math.ceil(terms / Math.max(1, most));
}

/** The transposed product: (AB)ᵀ = BᵀAᵀ. */
function turnedOver(
  g: GraphBuilder,
  { inputs: [a, b, c = ''], attributes, ...node }: NodeOf<'Gemm'>,
): NodeOf<'Gemm'> {
  const { transA = 0, transB = 0 } = attributes;
  const rank = c === '' ? 0 : g.shape(c).length;
  let added = c;
  if (rank === 1) added = g.add('Reshape', [c, g.ints(-1, 1)]);
  if (rank === 2) added = g.add('Transpose', [c], { perm: [1, 0] });
  return {
    ...node,
    inputs: [b, a, added],
    attributes: { ...attributes, transA: transB ? 0 : 1, transB: transA ? 0 : 1 },
  };
}

/** A product as so many products of a part of the terms, each added to the one before. */
function appendSums(g: GraphBuilder, node: NodeOf<'Gemm'>, sums: number, output: Value): Value {
  const { transA = 0, transB = 0 } = node.attributes;
  const [a, b, c = ''] = node.inputs;
  const terms = g.shape(a)[transA ? 0 : 1];
  // A product without an addition would be turned over by ONNX Runtime where its result is transposed.
  let added = c === '' ? g.scalar(0) : c;
  let { attributes } = node;
  for (let sum = 0; sum < sums; sum++) {
    const [start, end] = [sum, sum + 1].map((at) => Math.floor((terms * at) / sums));
    const part = (value: Value, axis: number) =>
      sums === 1 ? value : g.add('Slice', [value, g.ints(start), g.ints(end), g.ints(axis)]);
    const factors = [part(a, transA ? 0 : 1), part(b, transB ? 1 : 0)];
    const name = sum === sums - 1 ? output : g.fresh(`${node.name}/sum`);
    g.append(standardNode('Gemm', { name, inputs: [...factors, added], attributes }));
    added = name;
    attributes = { ...attributes, beta: 1 };
  }
  return output;
}
