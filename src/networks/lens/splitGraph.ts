import { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { type RadialMaskOptions, radialMask } from '../../spectrum/split/radialMask.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { addLens, type LensOptions } from './lens.ts';

/**
 * The split of a batch at several radii as one graph: input `images` [N, c, h, w] and `masks` [r, 1, 1, h, w] (see
 * `radialMasks`), outputs `lfc` and `hfc` [r, N, c, h, w], so that one radius's components are a batch in one piece.
 *
 * For batches of small images it takes a fraction of the time of the transform in `spectrum/`.
 *
 * @param radii how many masks there are
 */
export function splitGraph(
  [channels, height, width]: readonly [channels: number, height: number, width: number],
  radii: number,
  options: LensOptions = {},
): Graph {
  const g = new GraphBuilder('split');
  const images = g.input('images', 'float32', ['N', channels, height, width]);
  const masks = g.input('masks', 'float32', [radii, 1, 1, height, width]);
  const { lfc, hfc } = addLens(g, images, masks, options);
  g.output(lfc, 'lfc');
  g.output(hfc, 'hfc');
  return g.build();
}

/**
 * Radial masks, one above the other, in the shape in which they filter a whole batch at once.
 *
 * @returns shape [r, 1, 1, h, w]
 * @throws RangeError when a radius is negative or NaN
 */
export function radialMasks(
  height: number,
  width: number,
  radii: readonly number[],
  options: RadialMaskOptions = {},
): Tensor<'float32'> {
  const masks = float32([radii.length, 1, 1, height, width]);
  radii.forEach((radius, index) => {
    masks.data.set(radialMask(height, width, radius, options).data, index * height * width);
  });
  return masks;
}
