import type { Dim } from '../graph/graph.ts';
import type { OperatorWith } from '../graph/operators.ts';
import { type Call, intOf, intsOf, shapeError, sizeOfDim, stringOf } from './rule.ts';

/** How a window slides over the spatial axes of a convolution or pool; lists have one entry per axis. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before all axes, then after all axes. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceil: boolean;
}

/**
 * Reads the window attributes of a node.
 *
 * @param kernel size of the window where no attribute `kernel_shape` gives it (a convolution's weights)
 */
export function windowsOf(
  call: Call<OperatorWith<'strides'>>,
  spatialRank: number,
  kernel?: readonly number[],
): Windows {
  const ones = new Array<number>(spatialRank).fill(1);
  const stated = intsOf(call, 'kernel_shape');
  if (stated && kernel && `${stated}` !== `${kernel}`) {
    throw shapeError(call, `kernel_shape [${stated}] is not that of the weights`);
  }
  const windows = {
    kernel: stated ?? kernel ?? [],
    strides: intsOf(call, 'strides') ?? ones,
    dilations: intsOf(call, 'dilations') ?? ones,
    pads: intsOf(call, 'pads') ?? new Array<number>(2 * spatialRank).fill(0),
    autoPad: stringOf(call, 'auto_pad', 'NOTSET'),
    ceil: intOf(call, 'ceil_mode', 0) === 1,
  };
  for (const name of ['kernel', 'strides', 'dilations'] as const) {
    if (windows[name].length !== spatialRank || windows[name].some((size) => size < 1)) {
      throw shapeError(call, `${name} [${windows[name]}] must be ${spatialRank} positive integers`);
    }
  }
  if (windows.pads.length !== 2 * spatialRank) {
    throw shapeError(call, `pads [${windows.pads}] must be ${2 * spatialRank} integers`);
  }
  return windows;
}

/** Sizes of the spatial axes after a window slid over them. */
export function slide(call: Call, spatial: readonly Dim[], windows: Windows): Dim[] {
  const { kernel, strides, dilations, pads, autoPad, ceil } = windows;
  return spatial.map((dim, axis) => {
    const reach = (kernel[axis] - 1) * dilations[axis] + 1;
    const stride = strides[axis];
    const sameSize = autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER';
    const before = autoPad === 'VALID' ? 0 : pads[axis];
    const padding = autoPad === 'VALID' ? 0 : pads[axis] + pads[axis + spatial.length];
    if (typeof dim === 'string' && stride === 1 && (sameSize || padding === reach - 1)) return dim;
    const size = sizeOfDim(call, dim);
    if (sameSize) return Math.ceil(size / stride);
    const room = size + padding - reach;
    if (room < 0) throw shapeError(call, `a window of ${reach} does not fit into ${size + padding}`);
    if (!ceil) return Math.floor(room / stride) + 1;
    const count = Math.ceil(room / stride) + 1;
    // A window that would start in the padding behind the image is left out.
    return (count - 1) * stride >= size + before ? count - 1 : count;
  });
}

/** Sizes of the spatial axes of a transposed convolution or an unpooling. */
export function slideBack(
  call: Call,
  spatial: readonly Dim[],
  { kernel, strides, dilations, pads, autoPad }: Windows,
  outputPadding: readonly number[],
): Dim[] {
  return spatial.map((dim, axis) => {
    const size = sizeOfDim(call, dim);
    const reach = (kernel[axis] - 1) * dilations[axis] + 1;
    if (autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER') return size * strides[axis];
    const padding = autoPad === 'VALID' ? 0 : pads[axis] + pads[axis + spatial.length];
    const result = (size - 1) * strides[axis] + reach + (outputPadding[axis] ?? 0) - padding;
    if (result < 1) throw shapeError(call, `pads [${pads}] leave nothing`);
    return result;
  });
}
