import type { Dim, ValueType } from '../graph/graph.ts';
import type { AttributeName } from '../graph/operators.ts';
import { einsum } from './einsum.ts';
import {
  broadcast,
  type Call,
  type InferenceRule,
  type InferenceRules,
  intOf,
  required,
  shapeError,
  sharedType,
} from './rule.ts';

/** Shape of the product of stacks of matrices; vectors count as one row or one column. */
const productShape = (call: Call, left: readonly Dim[], right: readonly Dim[]): Dim[] => {
  if (left.length === 0 || right.length === 0) throw shapeError(call, 'a scalar has no matrix product');
  const a = left.length === 1 ? [1, ...left] : left;
  const b = right.length === 1 ? [...right, 1] : right;
  if (a.at(-1) !== b.at(-2)) {
    throw shapeError(call, `inner sizes differ: ${a.at(-1)} columns against ${b.at(-2)} rows`);
  }
  const batch = broadcast(call, [a.slice(0, -2), b.slice(0, -2)]);
  const rows = left.length === 1 ? [] : [a.at(-2)!];
  const columns = right.length === 1 ? [] : [b.at(-1)!];
  return [...batch, ...rows, ...columns];
};

const matMul: InferenceRule = (call) => [
  {
    type: sharedType(call, [0, 1]),
    shape: productShape(call, required(call, 0).shape, required(call, 1).shape),
  },
];

/** `transBatch` takes the first axis for the rows and the axes behind it for the batch. */
const oriented = ({ shape }: ValueType, transposed: boolean, transBatch: boolean): readonly Dim[] => {
  if (shape.length < 2) return shape;
  const moved = transBatch ? [...shape.slice(1, -1), shape[0], shape.at(-1)!] : shape;
  return transposed ? [...moved.slice(0, -2), moved.at(-1)!, moved.at(-2)!] : moved;
};

const fusedMatMul: InferenceRule<'com.microsoft:FusedMatMul'> = (call) => {
  const flag = (name: AttributeName<'com.microsoft:FusedMatMul', number>) => intOf(call, name, 0) === 1;
  const left = oriented(required(call, 0), flag('transA'), flag('transBatchA'));
  const right = oriented(required(call, 1), flag('transB'), flag('transBatchB'));
  return [{ type: sharedType(call, [0, 1]), shape: productShape(call, left, right) }];
};

const gemm: InferenceRule<'Gemm'> = (call) => {
  const [a, b] = [required(call, 0), required(call, 1)];
  if (a.shape.length !== 2 || b.shape.length !== 2) throw shapeError(call, 'A and B must be matrices');
  const left = oriented(a, intOf(call, 'transA', 0) === 1, false);
  const right = oriented(b, intOf(call, 'transB', 0) === 1, false);
  const shape = productShape(call, left, right);
  const c = call.inputs[2];
  if (c && `${broadcast(call, [shape, c.shape])}` !== `${shape}`) {
    throw shapeError(call, `C must broadcast to [${shape.join(', ')}]`);
  }
  return [{ type: sharedType(call, [0, 1]), shape }];
};

export const productShapes = { MatMul: matMul, Gemm: gemm, Einsum: einsum } satisfies InferenceRules;

export const fusedProductShapes = { FusedMatMul: fusedMatMul } satisfies InferenceRules<'com.microsoft'>;
