import type { OperatorWith } from '../../../onnx/graph/operators.ts';
import { intsOf } from '../../../onnx/infer/rule.ts';
import { windowsOf } from '../../../onnx/infer/windows.ts';
import { callOf, type GradientContext } from '../rule.ts';

/** Where the windows of a convolution or pool lie on what they slide over; one entry per spatial axis. */
export interface WindowGeometry {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding in front of and behind each axis, whatever way the node states it. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Padded pixels behind the last window that no window reads; negative where `ceil_mode` lets it overhang. */
  readonly unread: readonly number[];
}

/**
 * Reads a node's window attributes.
 *
 * @param input shape [N, C, spatial…] that the windows slide over
 * @param output shape of one value per window
 * @param kernel window size where the node does not state it (a convolution's weights)
 */
export function windowGeometry(
  context: GradientContext<OperatorWith<'strides'>>,
  input: readonly number[],
  output: readonly number[],
  kernel?: readonly number[],
): WindowGeometry {
  const rank = input.length - 2;
  const call = callOf(context);
  const windows = windowsOf(call, rank, kernel);
  const { strides, dilations, pads, autoPad } = windows;
  // A transposed convolution of stated size is padded to it, the larger half in front, unless it says otherwise.
  const padding = intsOf(call, 'output_shape') && autoPad === 'NOTSET' ? 'SAME_LOWER' : autoPad;
  const beyond = intsOf(call, 'output_padding') ?? [];
  const before: number[] = [];
  const after: number[] = [];
  const unread: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const size = input[axis + 2];
    const read = (output[axis + 2] - 1) * strides[axis] + (windows.kernel[axis] - 1) * dilations[axis] + 1;
    if (padding.startsWith('SAME')) {
      const total = Math.max(0, read + (beyond[axis] ?? 0) - size);
      before.push(padding === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2));
      after.push(total - before[axis]);
    } else {
      before.push(padding === 'VALID' ? 0 : pads[axis]);
      after.push(padding === 'VALID' ? 0 : pads[axis + rank]);
    }
    unread.push(size + before[axis] + after[axis] - read);
  }
  return { kernel: windows.kernel, strides, dilations, before, after, unread };
}
