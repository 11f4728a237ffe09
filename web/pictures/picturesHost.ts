import { logMagnitude } from '../../src/spectrum/logMagnitude.ts';
import type { RadialMaskOptions } from '../../src/spectrum/radialMask.ts';
import { splitFrequencies } from '../../src/spectrum/splitFrequencies.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

export interface SplitRequest extends RadialMaskOptions {
  readonly radius: number;
}

/** Splits the image of the page, in a worker of its own, so that pictures never wait for a model. */
export class PicturesHost {
  #image: Tensor<'float32'> | undefined;

  /**
   * Takes an image, [c, h, w], pixels in [0, 1].
   *
   * @returns its spectrum as one looks at it, of the same shape
   */
  open(image: Tensor<'float32'>): Tensor<'float32'> {
    this.#image = image;
    return logMagnitude(image);
  }

  split({ radius, ...options }: SplitRequest): { lfc: Tensor<'float32'>; hfc: Tensor<'float32'> } {
    if (!this.#image) throw new Error('no image is open');
    return splitFrequencies(this.#image, radius, options);
  }
}
