import { useLayoutEffect, useRef } from 'preact/hooks';
import { divergingColour } from '../../src/report/theme/divergingScale.ts';
import { kernelScale } from '../../src/report/theme/kernelScale.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

/** More kernels than these would be too small to see. */
export const SHOWN = 64;
/** Kernels in a row. */
const COLUMNS = 16;
/** In pixels of the canvas, of which two are one of the page. */
const KERNEL = 60;
const GAP = 10;
const CHANNEL_GAP = 4;

/** Kernels of a first layer, one a column, one in-channel a row, on a scale of their own root mean square. */
export function KernelCanvas({
  weights,
  label,
}: {
  /** [out, in, height, width]. */
  readonly weights: Tensor<'float32'>;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [out, channels, rows, columns] = weights.shape;
  const kernels = Math.min(out, SHOWN);
  const across = Math.min(kernels, COLUMNS);
  const cell = Math.max(2, Math.floor(KERNEL / columns));
  const [kernelHeight, kernelWidth] = [cell * rows, cell * columns];
  const blockHeight = channels * (kernelHeight + CHANNEL_GAP) - CHANNEL_GAP;
  const width = across * (kernelWidth + GAP) - GAP;
  const height = Math.ceil(kernels / COLUMNS) * (blockHeight + 2 * GAP) - 2 * GAP;
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    context.clearRect(0, 0, width, height);
    const end = kernelScale(weights);
    const size = rows * columns;
    for (let slice = 0; slice < kernels * channels; slice++) {
      const kernel = Math.floor(slice / channels);
      const left = (kernel % COLUMNS) * (kernelWidth + GAP);
      const top =
        Math.floor(kernel / COLUMNS) * (blockHeight + 2 * GAP) +
        (slice % channels) * (kernelHeight + CHANNEL_GAP);
      for (let at = 0; at < size; at++) {
        context.fillStyle = divergingColour(weights.data[slice * size + at] / end);
        context.fillRect(left + (at % columns) * cell, top + Math.floor(at / columns) * cell, cell, cell);
      }
    }
  }, [weights]);
  return (
    <canvas
      ref={canvas}
      class="kernels"
      style={{ width: `${width / 2}px` }}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}
