import { GraphBuilder } from '../../onnx/build/builder.ts';
import { FreshNames, namesIn } from '../../onnx/graph/freshNames.ts';
import type { Dim, Graph, Value } from '../../onnx/graph/graph.ts';
import { withSizes } from '../../onnx/rewrite/withSizes.ts';

/** How a model's input differs from a batch of images, or of pixels in a row. */
interface Difference {
  /** The batch that it stands for. */
  readonly shape: readonly Dim[];
  /** Axes of size 1 that the input has beyond it; undefined where the input is one image without a batch. */
  readonly extra: readonly number[] | undefined;
}

/** Fewer numbers are channels, or the sides of a picture of nothing. */
const FEW = 4;
/** A longer axis beside none but axes of size 1 is a row of pixels. */
const ROW = 16;

/**
 * A model whose input is one image without a batch, [h, w, 3], [3, h, w], [h, h, 1] or [h, h], as one of batches of 1; one
 * whose input has axes of size 1 beside its pixels, such as [N, 784, 1] or [N, 1, 3, h, w], without them. Its outputs
 * get a batch of 1 with it.
 */
export function withImageAxes(graph: Graph): { readonly graph: Graph; readonly note: string | null } {
  const [[name, type] = ['', undefined], ...others] = graph.inputs;
  const difference = type && others.length === 0 ? differenceOf(type.shape) : undefined;
  if (!type || !difference) return { graph, note: null };
  const { shape, extra } = difference;
  const stated = `its input [${type.shape.join(', ')}]`;
  const note = extra
    ? `${stated} is taken as [${shape.join(', ')}]`
    : `${stated} is one image without a batch; it runs one image at a time`;
  return { graph: rewritten(graph, name, difference), note };
}

function differenceOf(shape: readonly Dim[]): Difference | undefined {
  const isBare = extentOf(shape);
  if (isBare) return { shape: [1, ...shape], extra: undefined };
  const inner = shape.slice(1);
  const [long, ...more] = inner.filter((dim) => dim !== 1);
  const ones = inner.flatMap((dim, index) => (dim === 1 ? index + 1 : []));
  const isRow = inner.length > 1 && more.length === 0 && typeof long === 'number' && long > ROW;
  const extra = isRow ? ones : ones.slice(0, Math.max(0, shape.length - 4));
  if (extra.length === 0) return undefined;
  return { shape: shape.filter((_, axis) => !extra.includes(axis)), extra };
}

/** Whether a shape is that of one image without a batch. */
function extentOf(shape: readonly Dim[]): boolean {
  if (!shape.every((dim) => typeof dim === 'number')) return false;
  const isLarge = (...sides: number[]) => sides.every((side) => side > FEW);
  if (shape.length === 2) return shape[0] === shape[1] && isLarge(...(shape as [number, number]));
  if (shape.length !== 3) return false;
  const [first, second, third] = shape;
  if (first === 3) return isLarge(second, third);
  return isLarge(first, second) && (third === 3 || (third === 1 && first === second));
}

function rewritten(graph: Graph, name: Value, { shape, extra }: Difference): Graph {
  const names = new FreshNames(graph.types.keys());
  names.take(namesIn(graph));
  const inner = names.fresh(`${name}.file`);
  const isBare = extra === undefined;
  // An output [classes] of one image becomes [1, classes].
  const rows = [...graph.outputs].flatMap(([output, { shape: own }]) =>
    isBare && own.length === 1 ? output : [],
  );
  const isRow = new Set(rows);
  const renamed = new Map([[name, inner], ...rows.map((row) => [row, names.fresh(`${row}.file`)] as const)]);
  const to = (value: Value) => renamed.get(value) ?? value;
  const g = new GraphBuilder(graph.name);
  g.input(name, graph.inputs.get(name)!.type, shape);
  for (const [key, value] of graph.initializers) g.initializer(key, value);
  g.reserve(graph);
  g.append({
    op: isBare ? 'Squeeze' : 'Unsqueeze',
    domain: '',
    name: inner,
    inputs: [name, g.ints(...(extra ?? [0]))],
    outputs: [inner],
    attributes: {},
  });
  const known = new Map([...graph.types].map(([value, type]) => [to(value), type]));
  for (const node of graph.nodes) {
    g.append({ ...node, inputs: node.inputs.map(to), outputs: node.outputs.map(to) }, known);
  }
  for (const output of graph.outputs.keys()) {
    if (isRow.has(output)) {
      const row = { op: 'Unsqueeze', domain: '', name: output, attributes: {} };
      g.append({ ...row, inputs: [to(output), g.ints(0)], outputs: [output] });
    }
    g.output(output);
  }
  g.describe(graph.metadata);
  return withSizes(g.build(), {});
}
