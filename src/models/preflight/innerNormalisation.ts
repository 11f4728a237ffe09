import type { Graph, Value } from '../../onnx/graph/graph.ts';

/** Operators that pass pixels on in another form. */
const passing = new Set(['Identity', 'Cast', 'Transpose', 'Reshape', 'Squeeze', 'Unsqueeze']);
const arithmetic = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** A constant with one number, or one a channel. */
const MAX_CONSTANT = 16;

/**
 * Names of the nodes with which a model normalises its own input: arithmetic with constants and batch normalisation
 * before anything else looks at the pixels.
 */
export function innerNormalisation(graph: Graph, input: Value): string[] {
  const found: string[] = [];
  let value = input;
  for (;;) {
    const readers = graph.nodes.filter(({ inputs }) => inputs.includes(value));
    if (readers.length !== 1) return found;
    const [{ op, name, inputs, outputs }] = readers;
    const others = inputs.filter((each) => each !== value && each !== '');
    const isConstant = others.every((each) => {
      const constant = graph.initializers.get(each);
      return constant !== undefined && (op === 'BatchNormalization' || constant.data.length <= MAX_CONSTANT);
    });
    const normalises = isConstant && others.length > 0 && (arithmetic.has(op) || op === 'BatchNormalization');
    if (!normalises && !passing.has(op)) return found;
    if (normalises) found.push(name);
    value = outputs[0];
  }
}
