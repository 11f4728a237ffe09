import './spectrumPicture.css';
import { type Distance, distances } from '../../src/spectrum/split/radialMask.ts';
import { outline } from './outline.ts';
import { PixelCanvas } from './PixelCanvas.tsx';
import type { Pixels } from './pixels.ts';
import { useDrag } from './useDrag.ts';

/**
 * A spectrum, zero frequency in the middle, with the cut-off on it: blue is low, orange high.
 *
 * @param onDrag makes the cut-off something to drag; told each radius in bins
 */
export function SpectrumPicture({
  pixels,
  label,
  radius,
  distance,
  onDrag,
}: {
  /** Null until there are some. */
  readonly pixels: Pixels | null;
  readonly label: string;
  /** In bins. */
  readonly radius: number;
  readonly distance: Distance;
  readonly onDrag?: (radius: number, how: { readonly passing: boolean }) => void;
}) {
  const { width, height } = pixels ?? { width: 32, height: 32 };
  // The middle of the centre bin.
  const [x, y] = [Math.floor(width / 2) + 0.5, Math.floor(height / 2) + 0.5];
  const drag = useDrag((place, passing) => {
    onDrag?.(distances[distance](place.y * height - y, place.x * width - x), { passing });
  });
  const edge = outline(distance, radius, x, y);
  return (
    <div
      // Another shape is another picture, which does not grow out of the one before.
      key={`${width} × ${height}`}
      class={onDrag ? 'spectrum' : 'spectrum still'}
      style={{ aspectRatio: `${width} / ${height}`, '--shape': String(width / height) }}
      {...(onDrag && drag)}
    >
      <PixelCanvas pixels={pixels} label={label} />
      {pixels && (
        <>
          <svg class="tint" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <path class="high" d={`M0 0H${width}V${height}H0Z${edge}`} fill-rule="evenodd" />
            <path class="low" d={edge} />
          </svg>
          <svg class="edge" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <path class="under" d={edge} />
            <path class="line" d={edge} />
          </svg>
        </>
      )}
    </div>
  );
}
