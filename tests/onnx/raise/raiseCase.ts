import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import type { node, TensorProto } from '../../support/models/foreignModel.ts';

export type Node = ReturnType<typeof node>;

export const ramp = (...shape: number[]) =>
  float32(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 29) % 23) / 8 - 1.2),
  );

/** One operator in one opset: nodes from x to y, and what the graph that is read must consist of. */
export interface Case {
  readonly title: string;
  readonly opsets: readonly number[];
  readonly x: Tensor<'float32'>;
  readonly nodes: Node[];
  readonly initializers?: TensorProto[];
  readonly reads: readonly string[];
  readonly outputs?: readonly string[];
}
