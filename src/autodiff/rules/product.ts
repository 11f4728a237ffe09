import type { GraphBuilder } from '../../onnx/builder.ts';
import type { Value } from '../../onnx/graph.ts';
import { intOf } from '../../onnx/infer/rule.ts';
import { matrixProduct, reshape, scale } from '../operators.ts';
import { unbroadcast } from '../unbroadcast.ts';
import { callOf, type GradientRule, type GradientRules, unsupported } from './rule.ts';

interface Product {
  readonly a: Value;
  readonly b: Value;
  /** Gradient of A′B′, where A′ is A or its transpose. */
  readonly dy: Value;
  readonly transA: boolean;
  readonly transB: boolean;
  readonly alpha: number;
  readonly needs: readonly boolean[];
}

/** Gradients of A and B in alpha·A′B′, for matrices and for stacks of them that broadcast. */
function factorGradients(g: GraphBuilder, product: Product): (Value | null)[] {
  const { a, b, dy, transA, transB, alpha, needs } = product;
  const da = () =>
    transA
      ? matrixProduct(g, b, dy, { transA: transB, transB: true, alpha })
      : matrixProduct(g, dy, b, { transB: !transB, alpha });
  const db = () =>
    transB
      ? matrixProduct(g, dy, a, { transA: true, transB: transA, alpha })
      : matrixProduct(g, a, dy, { transA: !transA, alpha });
  return [
    needs[0] ? unbroadcast(g, da(), g.shape(a)) : null,
    needs[1] ? unbroadcast(g, db(), g.shape(b)) : null,
  ];
}

const matMul: GradientRule = (context) => {
  const {
    g,
    node,
    inputs: [a, b],
    dy: [dy],
    needs,
  } = context;
  const call = callOf(context);
  if (intOf(call, 'transBatchA', 0) || intOf(call, 'transBatchB', 0)) {
    throw unsupported(node, 'transBatchA or transBatchB');
  }
  const [shapeA, shapeB] = [g.shape(a), g.shape(b)];
  // Vectors become matrices of one row or one column; the operator does not transpose them.
  const rows = shapeA.length === 1 ? [1, ...shapeA] : shapeA;
  const columns = shapeB.length === 1 ? [...shapeB, 1] : shapeB;
  const transA = shapeA.length > 1 && intOf(call, 'transA', 0) === 1;
  const transB = shapeB.length > 1 && intOf(call, 'transB', 0) === 1;
  const batch = g
    .shape(dy)
    .slice(0, g.shape(dy).length - (shapeA.length > 1 ? 1 : 0) - (shapeB.length > 1 ? 1 : 0));
  const height = transA ? rows.at(-1)! : rows.at(-2)!;
  const width = transB ? columns.at(-2)! : columns.at(-1)!;
  const { alpha = 1 } = node.attributes;
  // One matrix for the whole stack: the stack's rows are those of one tall matrix, and its gradient is one product.
  const isTall = columns.length === 2 && !transA;
  const tall = (x: Value, last: number) =>
    reshape(g, x, [batch.reduce((size, dim) => size * dim, height), last]);
  const gradients = factorGradients(g, {
    a: isTall ? tall(a, rows.at(-1)!) : reshape(g, a, rows),
    b: reshape(g, b, columns),
    dy: isTall ? tall(dy, width) : reshape(g, dy, [...batch, height, width]),
    transA,
    transB,
    alpha: alpha as number,
    needs,
  });
  return gradients.map((gradient, index) => gradient && reshape(g, gradient, g.shape([a, b][index])));
};

/** alpha·A′B′ + beta·C. */
const gemm: GradientRule = (context) => {
  const {
    g,
    node,
    inputs: [a, b, c],
    dy: [dy],
    needs,
  } = context;
  const { alpha = 1, beta = 1, transA = 0, transB = 0 } = node.attributes;
  const gradients = factorGradients(g, {
    a,
    b,
    dy,
    transA: transA === 1,
    transB: transB === 1,
    alpha: alpha as number,
    needs,
  });
  if (needs[2]) gradients.push(scale(g, unbroadcast(g, dy, g.shape(c)), beta as number));
  return gradients;
};

export const productGradients = { MatMul: matMul, Gemm: gemm } satisfies GradientRules;

/** ONNX Runtime's product of transposed, scaled matrices. */
export const fusedProductGradients = { FusedMatMul: matMul } satisfies GradientRules;
