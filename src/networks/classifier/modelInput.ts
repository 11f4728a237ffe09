import type { Dim, Graph, Value, ValueType } from '../../onnx/graph/graph.ts';
import { withSizes } from '../../onnx/rewrite/withSizes.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { ImageLayout } from './convention.ts';

/** Channels, height and width of one image. */
export type ImageShape = readonly [channels: number, height: number, width: number];

/** The input of a classifier that takes its images. */
export interface ModelInput {
  readonly name: Value;
  readonly type: ValueType['type'];
  readonly shape: readonly Dim[];
  /** Images a run takes; null where any number goes. */
  readonly batch: number | null;
  /** The layouts that the shape allows, the likelier one first. */
  readonly layouts: readonly ImageLayout[];
}

/**
 * Finds the input of a model that takes the images: its only one, of rank 4 (a batch of images), 3 (grey images without an
 * axis for channels) or 2 (pixels in a row).
 *
 * @throws Error that names the inputs when there are several or none, or when the shape is none of images
 */
export function modelInput(graph: Graph): ModelInput {
  const inputs = [...graph.inputs];
  if (inputs.length !== 1) {
    const names = inputs.map(([name]) => `'${name}'`).join(', ') || 'none';
    throw new Error(`modelInput: a classifier must have one input, the images; this model has ${names}`);
  }
  const [[name, { type, shape }]] = inputs;
  if (![2, 3, 4].includes(shape.length) || shape.includes(0)) {
    throw new Error(`modelInput: input '${name}' must be images [N, c, h, w], got [${shape.join(', ')}]`);
  }
  const batch = typeof shape[0] === 'number' ? shape[0] : null;
  return { name, type, shape, batch, layouts: layoutsOf(graph, name, shape) };
}

function layoutsOf(graph: Graph, name: Value, shape: readonly Dim[]): readonly ImageLayout[] {
  if (shape.length === 2) return ['NCHW', 'NHWC'];
  if (shape.length === 3) return ['NCHW'];
  const [first, last] = [shape[1], shape[3]].map((dim) => (dim === 1 || dim === 3 ? 'yes' : typeof dim));
  if (first === 'yes') return last === 'yes' ? ['NCHW', 'NHWC'] : ['NCHW'];
  if (last === 'yes') return ['NHWC'];
  if (first === 'number') return ['NCHW'];
  if (last === 'number') return ['NHWC'];
  // TensorFlow's exports turn the images before the first convolution.
  const turns = graph.nodes.some(
    ({ op, inputs, attributes }) =>
      op === 'Transpose' && inputs[0] === name && `${attributes.perm}` === '0,3,1,2',
  );
  return turns ? ['NHWC', 'NCHW'] : ['NCHW', 'NHWC'];
}

/** The shape of a batch of such images at the model's input. */
export function inputShape<B>(
  batch: B,
  [c, h, w]: ImageShape,
  layout: ImageLayout,
  rank: number,
): (B | number)[] {
  if (rank === 2) return [batch, c * h * w];
  if (rank === 3) return layout === 'NCWH' ? [batch, w, h] : [batch, h, w];
  const sizes = { N: batch, C: c, H: h, W: w };
  return axesOf(layout).map((axis) => sizes[axis]);
}

type Axis = 'N' | 'C' | 'H' | 'W';

const axesOf = (layout: ImageLayout) => [...layout] as Axis[];

/** The axes of NCHW in the order of a layout. */
export function layoutOrder(layout: ImageLayout): number[] {
  return axesOf(layout).map((axis) => 'NCHW'.indexOf(axis));
}

/**
 * The images that an input takes, as far as its shape says; null where it leaves that open.
 *
 * @param layout of an input of rank 4
 */
export function statedShape(
  { shape }: Pick<ModelInput, 'shape'>,
  layout: ImageLayout,
): readonly [channels: number | null, height: number | null, width: number | null] {
  const known = shape.map((dim) => (typeof dim === 'number' ? dim : null));
  if (known.length === 2) return [null, null, null];
  if (known.length === 3) return layout === 'NCWH' ? [1, known[2], known[1]] : [1, known[1], known[2]];
  const [channels, height, width] = (['C', 'H', 'W'] as const).map((axis) => known[layout.indexOf(axis)]);
  return [channels, height, width];
}

/**
 * The graph for images of one size: sizes that its input leaves open, but the batch, become those of `image`.
 *
 * @param image in the model's own number of channels
 * @throws Error with both sizes when the input takes images of another size
 */
export function withImageSize(
  graph: Graph,
  input: ModelInput,
  layout: ImageLayout,
  image: ImageShape,
): Graph {
  const wanted = inputShape(null, image, layout, input.shape.length);
  const fits =
    (input.shape.length !== 3 || image[0] === 1) &&
    input.shape.every((dim, axis) => axis === 0 || typeof dim === 'string' || dim === wanted[axis]);
  if (!fits) {
    throw new Error(
      `modelInput: the model's input '${input.name}' is [${input.shape.join(', ')}] (${layout}), ` +
        `the images are ${image.join(' × ')} (channels × height × width)${pixelCount(input.shape, image)}`,
    );
  }
  const sizes = input.shape.flatMap((dim, axis) =>
    axis > 0 && typeof dim === 'string' ? [[dim, wanted[axis] as number] as const] : [],
  );
  const byName = new Map<string, number>(sizes);
  if (byName.has(`${input.shape[0]}`) || sizes.some(([name, size]) => byName.get(name) !== size)) {
    throw new Error(`modelInput: one name stands for different sizes in [${input.shape.join(', ')}]`);
  }
  return sizes.length === 0 ? graph : withSizes(graph, Object.fromEntries(sizes));
}

const pixelCount = (shape: readonly Dim[], image: ImageShape) =>
  shape.length === 2 ? `, ${sizeOf(image)} pixels` : '';
