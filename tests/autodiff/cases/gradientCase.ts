import type { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph, Value } from '#passband/onnx/graph/graph.ts';
import { permutation, seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';

/** A small graph around one operator, whose gradient is compared with central differences. */
export interface GradientCase {
  /** Operator, with its domain in front where it has one: `com.microsoft:FusedMatMul`. */
  readonly rule: string;
  readonly title: string;
  /** Differentiable inputs: a shape, or a tensor where the values matter. */
  readonly inputs: readonly (readonly number[] | Tensor<'float32'>)[];
  /** Adds the operator and returns the values to differentiate. */
  readonly build: (g: GraphBuilder, ...inputs: Value[]) => Value | readonly Value[];
  /** Turns the graph into one that ONNX Runtime can run, where the operator is not its own. */
  readonly lower?: (graph: Graph) => Graph;
}

/**
 * Values at least 0.05 apart and none nearer than 0.025 to zero, in random order: no ties and no kinks within the
 * step of the central differences. More than 200 are nearer together, so that none is above 5.
 */
export function apart(shape: readonly number[], { seed = 'apart', offset = 0 } = {}): Tensor<'float32'> {
  const count = sizeOf(shape);
  const spacing = Math.min(0.05, 10 / count);
  const order = permutation(count, seededRandom(`${seed} ${shape}`));
  return float32(
    shape,
    Float32Array.from(order, (rank) => offset + (rank - Math.floor(count / 2) + 0.5) * spacing),
  );
}

/** Values in [0.5, 2], for roots, logarithms, divisors and variances. */
export function positive(shape: readonly number[], seed = 'positive'): Tensor<'float32'> {
  const random = seededRandom(`${seed} ${shape}`);
  return float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => 0.5 + 1.5 * random.uniform()),
  );
}
