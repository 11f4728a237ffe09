import type { StatedValues } from '../../onnx/read/rawModel.ts';
import { elementsOf } from '../../onnx/rewrite/largestValue.ts';

/** Half a gigabyte of float32; a gradient holds several values at once, on every thread. */
const MAX_ELEMENTS = 2 ** 27;

/** Values between the nodes that would not fit into memory, with a fixed batch or one image; one sentence each. */
export function oversizedValues({ nodes, types }: StatedValues): string[] {
  return nodes.flatMap(({ op, name, outputs }) =>
    outputs.flatMap((output) => {
      const shape = types.get(output)?.shape ?? [];
      const size = elementsOf(shape);
      if (size <= MAX_ELEMENTS) return [];
      return `${op} '${name}' makes [${shape.join(', ')}], ${size} elements, more than ${MAX_ELEMENTS}`;
    }),
  );
}
