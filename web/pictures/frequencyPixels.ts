import type { FrequencySplitter } from '../../src/spectrum/split/frequencySplitter.ts';
import type { RadialMaskOptions } from '../../src/spectrum/split/radialMask.ts';
import type { Pixels } from './pixels.ts';

/**
 * LFC and HFC as bytes, as `toPixels` would give them: at a large image, storing the components first would take a fifth of
 * the time.
 *
 * @param shape of the splitter's image, [1 or 3, h, w]
 */
export function frequencyPixels(
  splitter: FrequencySplitter,
  [channels, height, width]: readonly number[],
  radius: number,
  options: RadialMaskOptions,
): { lfc: Pixels; hfc: Pixels } {
  const lfc = opaque(height * width);
  const hfc = opaque(height * width);
  splitter.each(radius, options, (plane, low, channel) => {
    const colours = channels === 1 ? [0, 1, 2] : [channel];
    for (const colour of colours) {
      // The arrays clamp and round.
      for (let at = 0, to = colour; at < plane.length; at++, to += 4) {
        const value = 255 * low[at];
        lfc[to] = value;
        hfc[to] = 255 * plane[at] - value + 127.5;
      }
    }
  });
  return { lfc: { width, height, data: lfc }, hfc: { width, height, data: hfc } };
}

function opaque(area: number): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(4 * area);
  // Alpha is the last byte of each little-endian word.
  new Uint32Array(bytes.buffer).fill(0xff000000);
  return bytes;
}
