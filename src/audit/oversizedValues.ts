import type { Graph } from '../onnx/graph.ts';

/** Two gigabytes of float32. */
const MAX_ELEMENTS = 2 ** 29;

/** Values between the nodes that would not fit into memory, with a fixed batch or one image; one sentence each. */
export function oversizedValues({ nodes, types }: Graph): string[] {
  return nodes.flatMap(({ op, name, outputs }) =>
    outputs.flatMap((output) => {
      const shape = types.get(output)?.shape ?? [];
      const size = shape.reduce<number>((product, dim) => product * (typeof dim === 'string' ? 1 : dim), 1);
      if (size <= MAX_ELEMENTS) return [];
      return `${op} '${name}' makes [${shape.join(', ')}], ${size} elements, more than ${MAX_ELEMENTS}`;
    }),
  );
}
