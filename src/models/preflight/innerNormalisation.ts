import type { Graph, Node, Value } from '../../onnx/graph/graph.ts';

/** Operators that pass pixels on in another form. */
const passing = new Set(['Identity', 'Cast', 'Transpose', 'Reshape', 'Squeeze', 'Unsqueeze']);
const arithmetic = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** A constant with one number, or one a channel. */
const MAX_CONSTANT = 16;
/** Nodes that a normalisation has at most; what has more is a network. */
const MAX_NODES = 16;

/**
 * Names of the nodes with which a model normalises its own input: arithmetic with constants and batch normalisation
 * before anything else looks at the pixels. The first 16 of them; time is linear in the graph.
 */
export function innerNormalisation(graph: Graph, input: Value): string[] {
  const found: string[] = [];
  const readers = onlyReaders(graph);
  let value = input;
  while (found.length < MAX_NODES) {
    const reader = readers.get(value);
    if (!reader) return found;
    const { op, name, inputs, outputs } = reader;
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
  return found;
}

/** The node that reads each value; null where several do. */
function onlyReaders({ nodes }: Graph): ReadonlyMap<Value, Node | null> {
  const readers = new Map<Value, Node | null>();
  for (const node of nodes) {
    for (const input of node.inputs) {
      const isOnly = !readers.has(input) || readers.get(input) === node;
      readers.set(input, isOnly ? node : null);
    }
  }
  return readers;
}
