import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import type { AttributesOf } from '../../onnx/graph/operators.ts';
import { intOf } from '../../onnx/infer/rule.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { einsumGradient } from './einsum.ts';
import { matrixProduct, reshape, scale } from './operators.ts';
import { callOf, type GradientRule, type GradientRules, unsupported } from './rule.ts';
import { unbroadcast } from './unbroadcast.ts';

interface Factor {
  readonly value: Value;
  /** Its shape as a matrix or a stack of matrices. */
  readonly shape: readonly number[];
}

interface Product {
  readonly a: Factor;
  readonly b: Factor;
  /** Gradient of the product. */
  readonly dy: Factor;
  readonly transA: boolean;
  readonly transB: boolean;
  readonly alpha: number;
  readonly needs: readonly boolean[];
}

/** Gradients of A and B in alpha·A′B′, where A′ is A or its transpose; stacks of matrices broadcast. */
function factorGradients(g: GraphBuilder, product: Product): (Value | null)[] {
  const { transA, transB, alpha, needs } = product;
  const [a, b, dy] = [product.a, product.b, product.dy].map(
    ({ value, shape }) =>
      () =>
        reshape(g, value, shape),
  );
  const da = () =>
    transA
      ? matrixProduct(g, b(), dy(), { transA: transB, transB: true, alpha })
      : matrixProduct(g, dy(), b(), { transB: !transB, alpha });
  const db = () =>
    transB
      ? matrixProduct(g, dy(), a(), { transA: true, transB: transA, alpha })
      : matrixProduct(g, a(), dy(), { transA: !transA, alpha });
  const back = (gradient: Value, { value, shape }: Factor) =>
    reshape(g, unbroadcast(g, gradient, shape), g.shape(value));
  return [needs[0] ? back(da(), product.a) : null, needs[1] ? back(db(), product.b) : null];
}

const matMul: GradientRule<'MatMul' | 'com.microsoft:FusedMatMul'> = (context) => {
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
  const { alpha = 1 }: AttributesOf<'com.microsoft:FusedMatMul'> = node.attributes;
  const [shapeA, shapeB] = [g.shape(a), g.shape(b)];
  // Vectors become matrices of one row or one column; the operator does not transpose them.
  const transA = shapeA.length > 1 && intOf(call, 'transA', 0) === 1;
  const transB = shapeB.length > 1 && intOf(call, 'transB', 0) === 1;
  const left = shapeA.length === 1 ? [1, ...shapeA] : shapeA;
  const right = shapeB.length === 1 ? [...shapeB, 1] : shapeB;
  const stack = g.shape(dy).slice(0, Math.max(left.length, right.length) - 2);
  const rows = left.at(transA ? -1 : -2)!;
  const columns = right.at(transB ? -2 : -1)!;
  // One B for a whole stack: the stack's rows are those of one tall matrix, and each gradient is one product.
  const tall = right.length === 2 && !transA ? [sizeOf(stack) * rows] : undefined;
  return factorGradients(g, {
    a: { value: a, shape: tall ? [...tall, left.at(-1)!] : left },
    b: { value: b, shape: right },
    dy: { value: dy, shape: [...(tall ?? [...stack, rows]), columns] },
    transA,
    transB,
    alpha,
    needs,
  });
};

/** alpha·A′B′ + beta·C. */
const gemm: GradientRule<'Gemm'> = ({ g, node, inputs: [a, b, c], dy: [dy], needs }) => {
  const { alpha = 1, beta = 1, transA = 0, transB = 0 } = node.attributes;
  const [factorA, factorB, factorDy] = [a, b, dy].map((value) => ({ value, shape: g.shape(value) }));
  const gradients = factorGradients(g, {
    a: factorA,
    b: factorB,
    dy: factorDy,
    transA: transA === 1,
    transB: transB === 1,
    alpha,
    needs,
  });
  if (needs[2]) gradients.push(scale(g, unbroadcast(g, dy, g.shape(c)), beta));
  return gradients;
};

export const productGradients = {
  MatMul: matMul,
  Gemm: gemm,
  Einsum: einsumGradient,
} satisfies GradientRules;

/** ONNX Runtime's product of transposed, scaled matrices. */
export const fusedProductGradients = { FusedMatMul: matMul } satisfies GradientRules<'com.microsoft'>;
