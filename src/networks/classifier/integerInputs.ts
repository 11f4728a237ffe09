import type { Graph, Value } from '../../onnx/graph/graph.ts';

/** Operators that move numbers without computing. */
const moving = new Set(['Identity', 'Transpose', 'Reshape', 'Squeeze', 'Unsqueeze', 'Slice', 'Flatten']);

/**
 * Inputs of whole numbers (pixels 0 … 255) that a model turns into floats before it computes, by a Cast or as quantised
 * ones, so that they can be floats from the start.
 *
 * @throws Error that names the node which computes with whole numbers
 */
export function integerInputs(graph: Graph): readonly Value[] {
  const whole = [...graph.inputs].filter(([, { type }]) => !type.startsWith('float')).map(([name]) => name);
  const moved = new Set(whole);
  for (const { op, name, inputs, outputs, attributes } of graph.nodes) {
    if (!moved.has(inputs[0]) || op === 'DequantizeLinear') continue;
    if (op === 'Cast' && [1, 10, 11].includes(Number(attributes.to))) continue;
    if (op === 'Shape') continue;
    if (!moving.has(op)) {
      throw new Error(
        `classifierGraph: input '${whole[0]}' is ${graph.inputs.get(whole[0])!.type} and ${op} '${name}' works on it; ` +
          'a model must turn its images into floats first',
      );
    }
    moved.add(outputs[0]);
  }
  return whole;
}
