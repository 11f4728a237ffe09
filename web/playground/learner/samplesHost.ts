import { readWhole } from '../../../src/data/dataset/dataset.ts';
import { plantedSplits } from '../../../src/data/planted/plantedSplits.ts';
import { splitFrequencies } from '../../../src/spectrum/split/splitFrequencies.ts';
import { float32, type Tensor } from '../../../src/tensor/tensor.ts';
import { type Pixels, toPixels } from '../../pictures/pixels.ts';
import { classCount, plantedOptions, type Settings } from './settings.ts';

/** An image of the training set and what is planted in it. */
export interface Sample {
  readonly image: Pixels;
  readonly lfc: Pixels;
  readonly hfc: Pixels;
  readonly label: string;
  /** The class whose silhouette, and whose grating, it shows. */
  readonly shape: string;
  readonly grating: string;
}

/** HFC is faint: values of ±0.08 are white and black, and zero is grey. */
const hfcLook = { factor: 6.25, offset: 0.5 };

export const samplesHost = {
  /** The first training image of each class, split at a radius. */
  async samples(settings: Settings, radius: number): Promise<Sample[]> {
    const { classes, shape, train, truth } = plantedSplits({
      ...plantedOptions(settings),
      count: classCount,
      testCount: 1,
    });
    const { images, labels } = await readWhole(train);
    const { lfc, hfc } = splitFrequencies(images, radius);
    const size = shape[0] * shape[1] * shape[2];
    const at = ({ data }: Tensor<'float32'>, index: number) =>
      float32(shape, data.slice(index * size, (index + 1) * size));
    return [...labels].map((label, index) => ({
      image: toPixels(at(images, index)),
      lfc: toPixels(at(lfc, index)),
      hfc: toPixels(at(hfc, index), hfcLook),
      label: classes[label],
      shape: classes[truth.train.lowClass[index]],
      grating: classes[truth.train.highClass[index]],
    }));
  },
};

export type SamplesHost = typeof samplesHost;
