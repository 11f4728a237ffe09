import {
  type ContactSheet,
  contactSheet,
  type Panel,
  panelSize,
} from '../../report/pictures/contactSheet.ts';
import { resample } from '../../report/pictures/resample.ts';
import { logMagnitude } from '../../spectrum/split/logMagnitude.ts';
import { largest } from '../../statistics/extremes.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { Cut, SplitMethod } from './splitMethod.ts';

/** The pictures of one cut, at the size at which the sheet shows them. */
export interface PartPanels {
  readonly low: Panel;
  readonly high: Panel;
}

/**
 * What the sheet shows of a cut. High parts have 0.5 added, so that zero is grey, and of a large one single pixels are
 * shown, as means would be grey too.
 *
 * @param parts shape [c, h, w]
 */
export function partPanels(
  method: SplitMethod,
  cut: Cut,
  parts: { readonly low: Tensor<'float32'>; readonly high: Tensor<'float32'> },
): PartPanels {
  const [, height, width] = parts.low.shape;
  const size = panelSize(height, width);
  const high = resample(parts.high, ...size, { points: true });
  return {
    low: { caption: `${method.low.title}  ${cut.title}`, image: resample(parts.low, ...size) },
    high: { caption: `${method.high.title}  ${cut.title}`, image: shifted(high) },
  };
}

/** The contact sheet of one image: the original above its spectrum, then a column per cut, low above high part. */
export function splitSheet(
  image: Tensor<'float32'>,
  panels: readonly PartPanels[],
  method: SplitMethod,
): ContactSheet {
  const [, height, width] = image.shape;
  const original = { caption: `original  ${width} × ${height}`, image };
  return contactSheet(
    [
      [original, ...panels.map(({ low }) => low)],
      [spectrumPanel(image, method), ...panels.map(({ high }) => high)],
    ],
    { size: panelSize(height, width), note: method.note },
  );
}

function shifted({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  return float32(
    shape,
    data.map((value) => value + 0.5),
  );
}

/** ln(1 + |z|), mean over the channels, from black to white; small radii are looked at through a window. */
function spectrumPanel(image: Tensor<'float32'>, { outlines }: SplitMethod): Panel {
  const [channels, height, width] = image.shape;
  const zoom = outlines ? zoomOf(Math.min(height, width), largest(outlines.radii)) : 1;
  const [rows, columns] = [Math.ceil(height / zoom), Math.ceil(width / zoom)];
  const centre = [Math.floor(rows / 2), Math.floor(columns / 2)] as const;
  const top = Math.floor(height / 2) - centre[0];
  const left = Math.floor(width / 2) - centre[1];
  const magnitude = logMagnitude(image).data;
  const window = float32([1, rows, columns]);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0, at = 0; y < rows; y++) {
      const from = (channel * height + top + y) * width + left;
      for (let x = 0; x < columns; x++, at++) window.data[at] += magnitude[from + x] / channels;
    }
  }
  return {
    caption: zoom > 1 ? `spectrum  × ${zoom}` : 'spectrum',
    image: stretched(window),
    ...(outlines ? { outlines: { ...outlines, centre } } : {}),
  };
}

/** Grey values from black to white, but for the half percent at either end: zero frequency outshines all others. */
function stretched({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  const step = Math.ceil(data.length / 50_000);
  const sample = data.filter((_, at) => at % step === 0).sort();
  const black = sample[Math.floor(0.005 * sample.length)];
  const white = sample[Math.ceil(0.995 * sample.length) - 1];
  const range = white - black || 1;
  return float32(
    shape,
    data.map((value) => (value - black) / range),
  );
}

/** The largest power of two at which the largest radius still lies within half of the way to the window's edge. */
function zoomOf(size: number, radius: number): number {
  let zoom = 1;
  while (radius > 0 && size / (2 * zoom) / 2 >= 2 * radius) zoom *= 2;
  return zoom;
}
