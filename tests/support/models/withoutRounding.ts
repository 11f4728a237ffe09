import { constantWeights } from '#passband/networks/classifier/constantWeights.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph, Node, Value } from '#passband/onnx/graph/graph.ts';
import { quantisers } from '#passband/onnx/graph/quantisers.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { runGraph } from './runGraph.ts';

/** Of the types that quantisers have. */
const ranges: Readonly<Record<string, readonly [number, number]>> = { uint8: [0, 255], int8: [-128, 127] };

const listOf = ({ data }: Tensor) => Float64Array.from(data as ArrayLike<number>);

/**
 * A quantised graph without its quantisers, as it is near some inputs: in place of what a quantiser rounds stands the straight
 * line through the whole number that it gives there, which is level where the value lies beyond the range. So every layer works
 * on the values on which it works in the quantised graph, and finite differences have no steps to stumble over.
 *
 * @param feeds the inputs near which it holds; of open sizes, those of these inputs
 */
export async function withoutRounding(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor<'float32'>>>,
): Promise<Graph> {
  const rounding = quantisers(graph);
  const known = await valuesOf(graph, rounding, feeds);
  const constantOf = (value: Value) => known[value] ?? graph.initializers.get(value);
  const g = new GraphBuilder(graph.name);
  g.reserve(graph);
  for (const [name, { shape }] of Object.entries(feeds)) g.input(name, 'float32', shape);
  for (const [name, tensor] of graph.initializers) g.initializer(name, tensor);
  for (const node of graph.nodes) {
    const [, scale, zeroPoint = ''] =
      node.op === 'DynamicQuantizeLinear' ? [node.inputs[0], node.outputs[1], node.outputs[2]] : node.inputs;
    if (rounding.includes(node)) {
      line(g, node, { known, step: single(constantOf(scale)), zero: single(constantOf(zeroPoint)) });
    } else if (node.op === 'DequantizeLinear' && g.type(node.inputs[0]).type === 'float32') {
      const shifted = g.add('Sub', [node.inputs[0], g.scalar(single(constantOf(zeroPoint)))]);
      rename(g, node.outputs[0], g.add('Mul', [shifted, g.scalar(single(constantOf(scale)))]));
    } else if (node.op === 'DequantizeLinear' && graph.initializers.has(node.inputs[0])) {
      // ONNX Runtime would take a product with whole numbers to one that rounds.
      g.initializer(node.outputs[0], constantWeights(graph, node.outputs[0])!);
    } else {
      g.append(node);
    }
  }
  for (const output of graph.outputs.keys()) g.output(output);
  return g.build();
}

/** What quantisers read and give for some inputs. */
async function valuesOf(
  graph: Graph,
  rounding: readonly Node[],
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const g = GraphBuilder.from(graph);
  const wanted = new Set(rounding.flatMap(({ inputs, outputs }) => [inputs[0], ...outputs]));
  for (const value of wanted) if (!graph.outputs.has(value) && !(value in feeds)) g.output(value);
  return { ...feeds, ...(await runGraph(g.build(), feeds)) };
}

/** A parameter of a value that has one for all: of activations, other scales are not made. */
function single(tensor: Tensor | undefined): number {
  if (!tensor) return 0;
  if (tensor.data.length !== 1)
    throw new Error(`withoutRounding: one scale is wanted, got [${tensor.shape}]`);
  return Number(tensor.data[0]);
}

interface Line {
  readonly known: Readonly<Record<string, Tensor>>;
  readonly step: number;
  readonly zero: number;
}

/** y + slope · (x − x₀), where y are the whole numbers at x₀. */
function line(g: GraphBuilder, { inputs: [x], outputs }: Node, { known, step, zero }: Line): void {
  const [at, whole] = [listOf(known[x]), known[outputs[0]]];
  const [low, high] = ranges[whole.type];
  const slopes = at.map((value) => {
    const level = Math.round(value / step) + zero;
    return level >= low && level <= high ? 1 / step : 0;
  });
  const constant = (values: Float64Array) => g.constant(float32(whole.shape, values));
  const moved = g.add('Mul', [g.add('Sub', [x, constant(at)]), constant(slopes)]);
  rename(g, outputs[0], g.add('Add', [moved, constant(listOf(whole))]));
  for (const output of outputs.slice(1)) g.initializer(output, known[output]);
}

function rename(g: GraphBuilder, name: Value, value: Value): void {
  g.append({ op: 'Identity', domain: '', name, inputs: [value], outputs: [name], attributes: {} });
}
