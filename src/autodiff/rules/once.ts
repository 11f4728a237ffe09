import type { Value } from '../../onnx/graph/graph.ts';

/** Makes a value when it is first asked for, so that no node is added for a gradient that is not needed. */
export function once(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
