import type { Distance } from '../../src/spectrum/radialMask.ts';
import { outline } from '../pictures/outline.ts';
import { PixelCanvas } from '../pictures/PixelCanvas.tsx';
import type { Pixels } from '../pictures/pixels.ts';

/** A spectrum with the cut-off drawn on it. */
export function SpectrumPicture({
  pixels,
  label,
  radius,
  distance,
}: {
  readonly pixels: Pixels;
  readonly label: string;
  /** In bins. */
  readonly radius: number;
  readonly distance: Distance;
}) {
  const { width, height } = pixels;
  const edge = outline(distance, radius, Math.floor(width / 2) + 0.5, Math.floor(height / 2) + 0.5);
  return (
    <div
      class="spectrum still"
      style={{ aspectRatio: `${width} / ${height}`, '--shape': String(width / height) }}
    >
      <PixelCanvas pixels={pixels} label={label} />
      <svg class="tint" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="high" d={`M0 0H${width}V${height}H0Z${edge}`} fill-rule="evenodd" />
        <path class="low" d={edge} />
      </svg>
      <svg class="edge" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="under" d={edge} />
        <path class="line" d={edge} />
      </svg>
    </div>
  );
}
