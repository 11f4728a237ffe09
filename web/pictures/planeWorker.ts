import { expose, transfer } from 'comlink';
import { type FrequencySplitter, frequencySplitter } from '../../src/spectrum/frequencySplitter.ts';
import type { RadialMaskOptions } from '../../src/spectrum/radialMask.ts';
import type { Components } from '../../src/spectrum/splitFrequencies.ts';
import { float32, type Tensor } from '../../src/tensor/tensor.ts';

/** One channel's parts as bytes; zero of HFC is 127.5. */
export interface PlaneBytes {
  readonly lfc: Uint8ClampedArray<ArrayBuffer>;
  readonly hfc: Uint8ClampedArray<ArrayBuffer>;
}

let splitter: FrequencySplitter;
let work: Components;

/** Splits one channel of a large image, beside the workers of the others. */
const planeHost = {
  /** @param plane [h, w] */
  open(plane: Tensor<'float32'>): void {
    splitter = frequencySplitter(plane);
    work = { lfc: float32(plane.shape), hfc: float32(plane.shape) };
  },
  split(radius: number, options: RadialMaskOptions): PlaneBytes {
    const { lfc, hfc } = splitter.at(radius, { ...options, into: work });
    const bytes = {
      lfc: new Uint8ClampedArray(lfc.data.length),
      hfc: new Uint8ClampedArray(hfc.data.length),
    };
    // The arrays clamp and round.
    for (let at = 0; at < lfc.data.length; at++) {
      bytes.lfc[at] = 255 * lfc.data[at];
      bytes.hfc[at] = 255 * hfc.data[at] + 127.5;
    }
    return transfer(bytes, [bytes.lfc.buffer, bytes.hfc.buffer]);
  },
};

export type PlaneHost = typeof planeHost;

expose(planeHost);
