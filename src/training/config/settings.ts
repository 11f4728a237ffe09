import { z } from 'zod';
import { type NetworkName, networks } from '../../networks/architectures/buildNetwork.ts';
import { dropoutPlaces } from '../../networks/architectures/network.ts';
import { presets } from '../../spectrum/split/preset.ts';
import { distanceNames } from '../../spectrum/split/radialMask.ts';
import { type OptimizerName, optimizers } from './optimizers.ts';

const choice = <const T extends readonly string[]>(...names: T) => z.enum(names);
const count = z.int().min(1);
const countOrNone = z.int().min(0);
const radius = z.number().min(0);
/** A size in pixel units as a person writes it: 8/255 or 0.03. */
const pixelSize = z.coerce.string().regex(/^\d+(\.\d+)?(\/\d+(\.\d+)?)?$/);

/** Every setting of a training run, none of which may be left out. */
export const settings = z.strictObject({
  /** A built-in name, an image folder or an `.npz` file. */
  dataset: z.string().min(1),
  /** Folder that holds the data sets' files; null = the user's cache. */
  dataDir: z.string().min(1).nullable(),
  /** Height and width to which an image folder's images are brought; null = chosen by the first image. */
  imageSize: count.nullable(),
  network: choice(...(Object.keys(networks) as NetworkName[])),
  epochs: count,
  batchSize: count,
  optimizer: choice(...(Object.keys(optimizers) as OptimizerName[])),
  learningRate: z.number().positive(),
  /** For sgd and rmsprop. */
  momentum: z.number().min(0).lt(1),
  /** L2 penalty that is added to the gradient. */
  weightDecay: z.number().min(0),
  schedule: choice('constant', 'step', 'cosine'),
  warmupEpochs: countOrNone,
  seed: countOrNone,
  /** Training images that are set aside, the same ones for every seed: never learned from, and measured like test images. */
  reserve: countOrNone,
  /** Training images used, the first of a seeded order; null = all. */
  limit: count.nullable(),
  /** Cut-offs in frequency bins, ascending. */
  radius: z.array(radius),
  /** Threads that the run was begun with; any number gives the same bits. */
  threads: count,
  /** Parts into which a batch is divided, whose gradients are summed in their order: decides the last bits. */
  shards: count,
  /** The run's folder. */
  out: z.string().min(1),
  preset: choice(...presets),
  /** What the model is shown of a component when it is measured. */
  rescale: choice('none', 'clip', 'max', 'shift'),
  distance: choice(...distanceNames),
  /** What the model is trained on: images, or their component at `trainRadius`. */
  trainOn: choice('x', 'lfc', 'hfc'),
  trainRadius: radius.nullable(),
  batchNorm: z.boolean(),
  /** Where the moments of batch normalisation come from in a measurement: running ones, or those of the images measured together, `batchSize` in their order. */
  testMoments: choice('running', 'batch'),
  /** Dropout 0.5 at `dropoutPlace`. */
  dropout: z.boolean(),
  dropoutPlace: choice(...dropoutPlaces),
  /** α of Beta(α, α); 0 = off. */
  mixup: z.number().min(0),
  /** Pad by 4, random crop, random flip. */
  augment: z.boolean(),
  initialization: choice('xavier', 'he'),
  /** ε of the PGD (L∞) that training images are attacked with, and that robust accuracy is measured with; 0 = neither. */
  adversarialEpsilon: pixelSize,
  adversarialSteps: count,
  /** Null = 2.5 · ε / steps, or ε / 10 by the preset `authors`. */
  adversarialStepSize: pixelSize.nullable(),
  adversarialRandomStart: z.boolean(),
  /** Epochs over which ε rises evenly to its value. */
  adversarialWarmupEpochs: countOrNone,
  /** Share of each batch that is attacked; 0 = robust accuracy is measured only. */
  adversarialShare: z.number().min(0).max(1),
  /** Images of each split whose robust accuracy is measured, a fixed sample. */
  adversarialSample: count,
  /** Share of the training labels that is permuted. */
  shuffleLabels: z.number().min(0).max(1),
  /** Training images held out to choose `best`, at most a tenth of the training images. */
  holdOut: countOrNone,
  /** Training images that are measured, a fixed sample; 0 = all. */
  evaluationSample: countOrNone,
  /** Epochs from one measurement to the next; the first and the last epoch are measured in any case. */
  measureEvery: count,
  /** Whether TensorBoard event files are written. */
  tensorboard: z.boolean(),
});
