import { transfer } from 'comlink';
import { type SingularSplitter, singularSplitter } from '../../src/spectrum/singular/singularSplitter.ts';
import { type FrequencySplitter, frequencySplitter } from '../../src/spectrum/split/frequencySplitter.ts';
import type { RadialMaskOptions } from '../../src/spectrum/split/radialMask.ts';
import { type Rescale, rescale } from '../../src/spectrum/split/rescale.ts';
import type { Components } from '../../src/spectrum/split/splitFrequencies.ts';
import { float32, sizeOf, type Tensor } from '../../src/tensor/tensor.ts';
import { bitmapRows } from '../image/bitmapRows.ts';
import { type Fit, fitImage } from '../image/fitImage.ts';
import { frequencyPixels } from './frequencyPixels.ts';
import { type Pixels, spectrumPixels, toPixels } from './pixels.ts';

/** How an image is split, but for the place of the cut. */
export interface SplitSettings extends Required<RadialMaskOptions> {
  readonly method: 'fourier' | 'svd';
  /** What a model is shown of the components. */
  readonly rescale: Rescale;
}

/** The image as everything on the page sees it. */
export interface Fitted {
  readonly image: Tensor<'float32'>;
  readonly original: Pixels;
  readonly spectrum: Pixels;
}

export interface Parts {
  readonly lfc: Pixels;
  /** Zero is the grey in the middle. */
  readonly hfc: Pixels;
  /** [2, c, h, w], LFC and HFC as a model is shown them; null where none was asked for. */
  readonly shown: Tensor<'float32'> | null;
}

/** Splits the image of the page, in a worker of its own, so that pictures never wait for a model. */
export class PicturesHost {
  #bitmap: ImageBitmap | undefined;
  #image: Tensor<'float32'> | undefined;
  #frequencies: FrequencySplitter | undefined;
  #singular: SingularSplitter | undefined;

  /** Brings an image to its size, from a bitmap or, at another size, from the one before. */
  fit(fit: Fit, bitmap?: ImageBitmap): Fitted {
    if (bitmap) {
      this.#bitmap?.close();
      this.#bitmap = bitmap;
    }
    const image = fitImage(bitmapRows(this.#bitmap!), fit);
    this.#image = image;
    this.#frequencies = frequencySplitter(image);
    this.#singular = undefined;
    const original = toPixels(image);
    const spectrum = spectrumPixels(this.#frequencies.logMagnitude());
    return transfer({ image, original, spectrum }, [original.data.buffer, spectrum.data.buffer]);
  }

  /** The singular values of the image, largest first: the mean of its channels. */
  singularValues(): Float32Array {
    const { values } = this.#singularSplitter();
    return Float32Array.from(
      values[0],
      (_, at) => values.reduce((sum, channel) => sum + channel[at], 0) / values.length,
    );
  }

  /** @param cut the radius r, or how many singular values k are kept */
  split(cut: number, settings: SplitSettings, { forModel }: { readonly forModel: boolean }): Parts {
    this.#opened();
    if (settings.method === 'fourier' && !forModel) {
      const { lfc, hfc } = frequencyPixels(this.#frequencies!, this.#image!.shape, cut, settings);
      return transfer({ lfc, hfc, shown: null }, [lfc.data.buffer, hfc.data.buffer]);
    }
    const parts = this.#components(cut, settings);
    const lfc = toPixels(parts.lfc);
    const hfc = toPixels(parts.hfc, { offset: 0.5 });
    const shown = forModel ? shownOf(parts, settings.rescale) : null;
    const buffers = [lfc.data.buffer, hfc.data.buffer, ...(shown ? [shown.data.buffer as ArrayBuffer] : [])];
    return transfer({ lfc, hfc, shown }, buffers);
  }

  /** [2 n, c, h, w]: LFC and HFC at each cut, as a model is shown them. */
  components(cuts: readonly number[], settings: SplitSettings): Tensor<'float32'> {
    const { shape } = this.#opened();
    const size = sizeOf(shape);
    const all = float32([2 * cuts.length, ...shape]);
    cuts.forEach((cut, index) => {
      all.data.set(shownOf(this.#components(cut, settings), settings.rescale).data, 2 * index * size);
    });
    return transfer(all, [all.data.buffer as ArrayBuffer]);
  }

  #components(cut: number, { method, distance, boundary }: SplitSettings): Components {
    this.#opened();
    if (method === 'fourier') return this.#frequencies!.at(cut, { distance, boundary });
    const { leading, rest } = this.#singularSplitter().at(Math.max(1, Math.round(cut)));
    return { lfc: leading, hfc: rest };
  }

  #singularSplitter(): SingularSplitter {
    this.#singular ??= singularSplitter(this.#opened());
    return this.#singular;
  }

  #opened(): Tensor<'float32'> {
    if (!this.#image) throw new Error('no image is open');
    return this.#image;
  }
}

/** [2, c, h, w]. */
function shownOf({ lfc, hfc }: Components, kind: Rescale): Tensor<'float32'> {
  const shown = float32([2, ...lfc.shape]);
  shown.data.set(rescale(lfc, kind).data);
  shown.data.set(rescale(hfc, kind).data, lfc.data.length);
  return shown;
}
