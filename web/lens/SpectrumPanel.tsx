import { distances } from '../../src/spectrum/radialMask.ts';
import { outline } from '../pictures/outline.ts';
import { PixelCanvas } from '../pictures/PixelCanvas.tsx';
import { view } from '../state/view.ts';
import { cut, moveCut } from './cut.ts';
import { subject } from './subject.ts';
import { useDrag } from './useDrag.ts';

/** The spectrum, zero frequency in the middle, with the cut on it: blue is low, orange high. Drag anywhere to move it. */
export function SpectrumPanel() {
  const of = subject.value;
  const { distance } = view.value;
  const radius = cut.value;
  const [height, width] = of ? of.image.shape.slice(1) : [32, 32];
  // The middle of the centre bin.
  const [x, y] = [Math.floor(width / 2) + 0.5, Math.floor(height / 2) + 0.5];
  const drag = useDrag((place, passing) => {
    moveCut(distances[distance](place.y * height - y, place.x * width - x), { passing });
  });
  const inside = outline(distance, radius, x, y);
  return (
    <div
      class="spectrum"
      style={{ aspectRatio: `${width} / ${height}`, '--shape': String(width / height) }}
      {...drag}
    >
      <PixelCanvas
        pixels={of?.spectrum ?? null}
        label={`Spectrum of the image, log magnitude, zero frequency in the middle. Low is what lies within ${radius} bins of it.`}
      />
      <svg class="tint" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="high" d={`M0 0H${width}V${height}H0Z${inside}`} fill-rule="evenodd" />
        <path class="low" d={inside} />
      </svg>
      <svg class="edge" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="under" d={inside} />
        <path class="line" d={inside} />
      </svg>
    </div>
  );
}
