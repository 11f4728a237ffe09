import type { Preset } from '../../spectrum/split/preset.ts';
import type { GivenConfig } from '../../training/config/config.ts';
import { type PartSettings, usualPartSettings } from '../parts/partSettings.ts';

/** How much of everything a study does: seconds for tests, a night on two cores, or the paper's own sizes. */
export const scaleNames = ['smoke', 'laptop', 'paper'] as const;
export type ScaleName = (typeof scaleNames)[number];

/** What is known of the data before anything is planned. */
export interface StudyData {
  /** As it was named: a built-in name or a path. */
  readonly dataset: string;
  readonly classes: number;
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly trainCount: number;
  readonly testCount: number;
}

/** The settings of a scale on some data. */
export interface Scale {
  readonly base: GivenConfig;
  /** What makes of the base the vanilla set-up without batch normalisation, where the base has it. */
  readonly plain: GivenConfig;
  /** What natural and shuffled labels are learned with, where the base learns too many images for labels that mean nothing. */
  readonly memorised: GivenConfig;
  /** Share of the epochs over which the ε of adversarial training rises to its value. */
  readonly warmup: number;
  readonly parts: PartSettings;
  /** Cut-offs in bins, each beside the paper's own where it was scaled to another size. */
  readonly radii: readonly { readonly radius: number; readonly paper: number | null }[];
  /** Training accuracy from which on a run counts as fitted. */
  readonly fittedAt: number;
  /** What a reader must know of this scale. */
  readonly notes: readonly string[];
}

/** Images of CIFAR-10 beside which a test set of a thousand is too few. */
const RESERVE = 10_000;
/** Size and cut-offs of the paper's nine-class subset of ImageNet (Table 3). */
const [IMAGENET_SIZE, IMAGENET_RADII] = [224, [25, 50, 100, 150]] as const;
const RADII = [4, 8, 12, 16] as const;
/** Networks without batch normalisation that are attacked with the whole ε from the first batch on may learn nothing in so few epochs. */
const LAPTOP_WARMUP = 0.5;

/** Cut-offs of the paper: those of CIFAR-10 up to 32 pixels, else those of ImageNet, scaled to the size. */
export function paperRadii([, height, width]: StudyData['shape']): Scale['radii'] {
  const size = Math.min(height, width);
  if (size <= 32) return RADII.map((radius) => ({ radius, paper: null }));
  return IMAGENET_RADII.map((paper) => ({
    radius: size === IMAGENET_SIZE ? paper : Number(((paper * size) / IMAGENET_SIZE).toFixed(2)),
    paper: size === IMAGENET_SIZE ? null : paper,
  }));
}

/** Training accuracy from which on a run counts as fitted: on the planted data both parts of an image show its label on 91% only. */
export function fittedAtOn({ dataset }: Pick<StudyData, 'dataset'>): number {
  return dataset === 'planted' ? 0.8 : 0.9;
}

/** Everything that a scale sets for some data; what gives way at `laptop` is stated in its notes. */
export function scaleOf(name: ScaleName, data: StudyData, preset: Preset): Scale {
  const all = paperRadii(data.shape);
  // 12 of 4, 8, 12 and 16, as in Fig. 2.
  const decidedRadius = all[2].radius;
  const radii = name === 'smoke' ? [all[0], all[2]] : all;
  const cuts = radii.map(({ radius }) => radius);
  const common = { radius: cuts, preset } satisfies GivenConfig;
  const parts = { ...usualPartSettings, preset, decidedRadius };
  const isPlanted = data.dataset === 'planted';
  const fittedAt = fittedAtOn(data);
  const planted = isPlanted
    ? [
        'On the planted data both parts of an image show its label on 91% only: a run counts as fitted from a training accuracy of .8 on.',
      ]
    : [];
  if (name === 'smoke') {
    return {
      base: {
        ...common,
        ...smallNetwork(data),
        ...{
          epochs: 1,
          limit: Math.min(data.trainCount, 40),
          batchSize: 20,
          // Two copies of a large network's weights would take longer than its two steps.
          shards: 1,
          optimizer: 'sgd',
          learningRate: 2e-3,
        },
        ...{ holdOut: 0, evaluationSample: 20, adversarialSample: 10 },
      },
      parts: {
        ...parts,
        ...{ componentImages: 50, attackImages: 10, certificateImages: 10, smoothingImages: 10 },
        ...{ epsilons: ['2/255', '8/255'], smoothingEpsilons: ['0.03', '0.09'], pgdSteps: 2, rhos: [1] },
      },
      ...{ radii, fittedAt, plain: {}, memorised: {}, warmup: 0 },
      notes: ['The scale smoke shows that everything runs; its numbers say nothing.', ...planted],
    };
  }
  if (name === 'paper') {
    const isLarge = Math.min(data.shape[1], data.shape[2]) > 32;
    return {
      base: {
        ...common,
        ...(preset === 'paper' && { network: isLarge ? 'resnet-50' : 'resnet-18' }),
        ...{ epochs: isLarge ? 50 : 100, batchSize: 100, optimizer: 'adam', learningRate: 1e-4 },
        ...{ holdOut: 0, evaluationSample: 10_000 },
      },
      parts: {
        ...parts,
        ...{ attackImages: 1000, certificateImages: 1000, smoothingImages: 1000, pgdSteps: 40 },
      },
      ...{ radii, fittedAt, plain: {}, memorised: {}, warmup: 0 },
      notes: planted,
    };
  }
  return {
    ...{ plain: {}, memorised: {}, ...laptop(data, { common, parts }) },
    ...{ radii, fittedAt, warmup: LAPTOP_WARMUP },
  };
}

interface LaptopContext extends Pick<Scale, 'parts'> {
  readonly common: GivenConfig;
}

function laptop(
  data: StudyData,
  { common, parts }: LaptopContext,
): Pick<Scale, 'base' | 'parts' | 'notes'> & Partial<Pick<Scale, 'plain' | 'memorised'>> {
  const shared = { ...common, batchSize: 100, optimizer: 'adam', holdOut: 0, schedule: 'cosine' } as const;
  const size = Math.min(data.shape[1], data.shape[2]);
  if (data.dataset === 'planted') {
    return {
      base: {
        ...shared,
        ...{ network: 'six-conv', batchNorm: true, epochs: 12, learningRate: 2e-3 },
        ...{ evaluationSample: 2000, adversarialSample: 200 },
      },
      // Without batch normalisation the small network begins to learn only from larger first weights and at a lower rate.
      plain: {
        ...{ batchNorm: false, initialization: 'he', epochs: 20, learningRate: 1e-3, warmupEpochs: 2 },
        measureEvery: 2,
      },
      parts: { ...parts, attackImages: 300, certificateImages: 300, smoothingImages: 300 },
      notes: [
        'In place of the paper’s ResNet-18 and 100 epochs: six convolutions with batch normalisation, 12 epochs of Adam from 0.002 down along a cosine; where a study compares with and without batch normalisation, He initialisation and 20 epochs from 0.001 down.',
        'Both parts of a planted image show its label on 91% only: a run counts as fitted from a training accuracy of .8 on.',
      ],
    };
  }
  if (size <= 28 || data.shape[0] === 1) {
    return {
      base: {
        ...shared,
        ...{ network: 'lenet', epochs: 6, learningRate: 1e-3 },
        ...{ evaluationSample: 2000, adversarialSample: 200 },
      },
      memorised: { limit: Math.min(10_000, data.trainCount), epochs: 20, measureEvery: 2 },
      parts: { ...parts, attackImages: 300, certificateImages: 300, smoothingImages: 500 },
      notes: [
        'In place of the paper’s network and 100 epochs: LeNet, 6 epochs of Adam from 0.001 down along a cosine; natural against shuffled labels on 10,000 images, 20 epochs and 60.',
      ],
    };
  }
  if (size <= 32) {
    const limit = Math.min(10_000, data.trainCount);
    const reserve = data.testCount < 5000 && data.trainCount >= limit + RESERVE ? RESERVE : 0;
    return {
      base: {
        ...shared,
        ...{ network: 'resnet-32', epochs: 30, learningRate: 1e-3, limit, reserve },
        ...{ evaluationSample: 1000, adversarialSample: 200, measureEvery: 4 },
      },
      parts: { ...parts, attackImages: 300, certificateImages: 300, smoothingImages: 300 },
      notes: [
        `In place of the paper’s ResNet-18, 50,000 images and 100 epochs: the authors’ ResNet-32, ${limit} images, 30 epochs of Adam from 0.001 down along a cosine.`,
        ...(reserve > 0
          ? [
              `The test set here has ${data.testCount} images (intervals of ± 3 points); ${reserve} training images that no run learns from stand beside it.`,
            ]
          : []),
      ],
    };
  }
  return {
    base: {
      ...shared,
      ...{ network: 'resnet-18', epochs: 12, learningRate: 1e-3, imageSize: size },
      ...{ evaluationSample: 1000, adversarialSample: 100, measureEvery: 3 },
    },
    parts: { ...parts, attackImages: 100, certificateImages: 100, smoothingImages: 100 },
    notes: [
      'In place of the paper’s ResNet-50 at 224 pixels and 50 epochs: ResNet-18, 12 epochs of Adam from 0.001 down along a cosine.',
    ],
  };
}

function smallNetwork({ shape: [channels, height] }: StudyData): GivenConfig {
  return channels === 1 && height === 28
    ? { network: 'lenet' }
    : { network: 'six-conv', initialization: 'he', batchNorm: false };
}
