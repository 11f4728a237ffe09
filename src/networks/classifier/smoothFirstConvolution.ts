import { FreshNames, namesIn } from '../../onnx/graph/freshNames.ts';
import { type Graph, type Node, typeOfTensor } from '../../onnx/graph/graph.ts';
import { smoothKernel } from '../../spectrum/kernels/smoothKernel.ts';
import { toFloat16 } from '../../tensor/float16.ts';
import { type ElementType, type Tensor, tensor } from '../../tensor/tensor.ts';
import { firstConvolution } from './firstConvolution.ts';

/** Every ρ that the first convolution has been smoothed with, as `0.25` or `0.25,0.5`. */
const RHO_KEY = 'passband.rho';

/**
 * The model with the kernels of its first convolution smoothed (§6.3, eq. 3). Inputs, outputs and everything else stay
 * as they are: its bias too, and a batch normalisation behind it, which is not made to fit the smoothed kernels.
 * Where batch normalisation had been folded into the convolution, the folded weights are what is smoothed.
 *
 * Weights that were quantised or cast on their way become one initializer of the convolution's own type; another node
 * that reads the same weights keeps the old ones. The metadata says `passband.rho`.
 *
 * ρ ≥ 0.
 *
 * @throws what `firstConvolution` and `smoothKernel` throw
 */
export function smoothFirstConvolution(graph: Graph, { rho }: { readonly rho: number }): Graph {
  const { node, weights } = firstConvolution(graph);
  const old = node.inputs[1];
  const { type } = graph.types.get(old) ?? weights;
  const smoothed = converted(smoothKernel(weights, { rho }), type);
  const names = new FreshNames(graph.types.keys());
  names.take(namesIn(graph));
  const name = names.fresh(`${old}.smoothed`);
  const replaced: Node = { ...node, inputs: [node.inputs[0], name, ...node.inputs.slice(2)] };
  const before = graph.metadata[RHO_KEY];
  return withoutUnused({
    ...graph,
    initializers: new Map([...graph.initializers, [name, smoothed]]),
    types: new Map([...graph.types, [name, typeOfTensor(smoothed)]]),
    nodes: graph.nodes.map((each) => (each === node ? replaced : each)),
    metadata: { ...graph.metadata, [RHO_KEY]: before === undefined ? `${rho}` : `${before},${rho}` },
  });
}

/** Weights that nothing reads any more, and the nodes that made them of others, do not stay in the file. */
function withoutUnused(graph: Graph): Graph {
  const used = new Set(graph.outputs.keys());
  const nodes = graph.nodes.toReversed().filter(({ inputs, outputs }) => {
    const isUsed = outputs.some((output) => used.has(output));
    if (isUsed) for (const input of inputs) used.add(input);
    return isUsed;
  });
  const initializers = new Map([...graph.initializers].filter(([name]) => used.has(name)));
  return { ...graph, initializers, nodes: nodes.toReversed() };
}

function converted({ shape, data }: Tensor<'float32'>, type: ElementType): Tensor {
  if (type === 'float16') return tensor(type, shape, Uint16Array.from(data, toFloat16));
  if (type === 'float64') return tensor(type, shape, Float64Array.from(data));
  return tensor('float32', shape, data);
}
