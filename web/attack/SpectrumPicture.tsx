import type { Distance } from '../../src/spectrum/radialMask.ts';
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
      <svg class="edge" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="under" d={edge} />
        <path class="line" d={edge} />
      </svg>
    </div>
  );
}

/** All points at one distance from the centre. */
function outline(distance: Distance, r: number, x: number, y: number): string {
  if (r === 0) return '';
  if (distance === 'l2') return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  if (distance === 'l1') return `M${x - r} ${y}L${x} ${y - r}L${x + r} ${y}L${x} ${y + r}Z`;
  return `M${x - r} ${y - r}H${x + r}V${y + r}H${x - r}Z`;
}
