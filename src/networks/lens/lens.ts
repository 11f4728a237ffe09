import { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Graph, Value } from '../../onnx/graph/graph.ts';
import type { OperatorIn } from '../../onnx/graph/operators.ts';
import { type Rescale, SMALLEST_MAXIMUM } from '../../spectrum/split/rescale.ts';
import { fourierBasis } from '../../spectrum/transform/fourierBasis.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';

export interface LensOptions {
  /** What the network is shown of a component. */
  readonly rescale?: Rescale;
}

/**
 * Adds the frequency split to a graph: the same components as `spectrum/split/splitFrequencies.ts`, as products with
 * constant matrices, so that it runs on every provider and gradients flow through it.
 *
 * @param images float32 [batch, c, h, w]; h and w fixed, the batch may be symbolic
 * @param mask float32 [h, w] as `radialMask` makes it, 1 = low: zero frequency at (floor(h / 2), floor(w / 2)).
 *   It must depend on |u| and |v| only, as every radial mask does. [r, 1, 1, h, w] filters by r masks at once
 *   and gives components [r, batch, c, h, w].
 * @throws Error when the images are not such a value, or the mask's last sizes are not h and w
 */
export function addLens(
  g: GraphBuilder,
  images: Value,
  mask: Value,
  options: LensOptions = {},
): { readonly lfc: Value; readonly hfc: Value } {
  const [height, width] = planeSize(g, images, mask);
  const rows = fourierBasis(height);
  const columns = fourierBasis(width);
  const basis = (name: string, matrix: Tensor) => g.initializer(g.fresh(`lens.${name}`), matrix);
  const [toV, toX] = [basis('toV', transposed(columns)), basis('toX', columns)];
  const [toU, toY] = [basis('toU', rows), basis('toY', transposed(rows))];
  const add = (op: OperatorIn<''>, name: string, ...inputs: Value[]) => g.add(op, inputs, {}, { name });
  const spectrum = add('MatMul', 'lens.spectrum', toU, add('MatMul', 'lens.rows', images, toV));
  const low = add('Mul', 'lens.low', spectrum, mask);
  // The last node of a component bears its name, which spares an output the copy that renaming costs.
  const { rescale = 'none' } = options;
  const [lfcName, hfcName] = rescale === 'none' ? ['lfc', 'hfc'] : ['lens.lfc', 'lens.hfc'];
  const lfc = add('MatMul', lfcName, toY, add('MatMul', 'lens.lowRows', low, toX));
  const hfc = add('Sub', hfcName, images, lfc);
  return { lfc: addRescale(g, lfc, rescale, 'lfc'), hfc: addRescale(g, hfc, rescale, 'hfc') };
}

/**
 * Puts the lens in front of a graph with an input `images`: a graph of the inputs `images` and `mask` [h, w] that
 * does to one component of the images what the given one does to the images.
 *
 * @throws Error when the graph has no input `images` of shape [batch, c, h, w]
 */
export function withLens(
  graph: Graph,
  { component, ...options }: LensOptions & { readonly component: 'lfc' | 'hfc' },
): Graph {
  const images = graph.inputs.get('images');
  const [height, width] = images?.shape.slice(-2) ?? [];
  if (!images || height === undefined || width === undefined) {
    throw new Error(`withLens: graph '${graph.name}' must have an input 'images' [batch, c, h, w]`);
  }
  const g = GraphBuilder.rewriting(graph);
  g.input('mask', 'float32', [height, width]);
  const seen = addLens(g, 'images', 'mask', options)[component];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => (input === 'images' ? seen : input));
    g.append({ ...node, inputs }, graph.types);
  }
  for (const name of graph.outputs.keys()) g.output(name);
  return g.build();
}

/** `spectrum/split/rescale.ts` in a graph; images are the last three axes. */
function addRescale(g: GraphBuilder, images: Value, rescale: Rescale, name: string): Value {
  switch (rescale) {
    case 'none':
      return images;
    case 'clip':
      return g.add('Clip', [images, g.scalar(0), g.scalar(1)], {}, { name });
    case 'shift':
      return g.add('Add', [images, g.scalar(0.5)], {}, { name });
    case 'max': {
      const rank = g.type(images).shape.length;
      const maximum = g.add('ReduceMax', [images], { axes: [rank - 3, rank - 2, rank - 1], keepdims: 1 });
      const enough = g.add('GreaterOrEqual', [maximum, g.scalar(SMALLEST_MAXIMUM)]);
      return g.add('Div', [images, g.add('Where', [enough, maximum, g.scalar(1)])], {}, { name });
    }
  }
}

function planeSize(g: GraphBuilder, images: Value, mask: Value): [height: number, width: number] {
  const { type, shape } = g.type(images);
  const [height, width] = shape.slice(-2);
  if (type !== 'float32' || shape.length !== 4 || typeof height !== 'number' || typeof width !== 'number') {
    throw new Error(
      `addLens: '${images}' must be float32 [batch, c, h, w] with fixed h and w, got ${type} [${shape}]`,
    );
  }
  const maskShape = g.type(mask).shape;
  if (`${maskShape.slice(-2)}` !== `${height},${width}`) {
    throw new Error(`addLens: mask '${mask}' must end in [${height}, ${width}], got [${maskShape}]`);
  }
  return [height, width];
}

function transposed({ shape: [size], data }: Tensor<'float32'>): Tensor<'float32'> {
  const result = float32([size, size]);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++)
      result.data[column * size + row] = data[row * size + column];
  }
  return result;
}
