import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import { reshape, sum } from './operators.ts';

/**
 * The gradient of a value that was broadcast: sums over the axes that were added in front or repeated.
 *
 * @param dy of the broadcast shape
 * @param shape of the value before
 */
export function unbroadcast(g: GraphBuilder, dy: Value, shape: readonly number[]): Value {
  const wide = g.shape(dy);
  const added = wide.length - shape.length;
  const axes = wide.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? axis : [],
  );
  return reshape(g, sum(g, dy, axes), shape);
}
