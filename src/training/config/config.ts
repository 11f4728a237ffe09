import type { z } from 'zod';
import { ascending } from '../../statistics/ascending.ts';
import { settings } from './settings.ts';

/**
 * What one training run does, in full: a flat record that is stored in `run.json` and read back through this schema. What
 * a setting that came later was before is its default, since records of earlier versions lack it.
 */
export const configSchema = settings.extend({
  reserve: settings.shape.reserve.default(0),
  measureEvery: settings.shape.measureEvery.default(1),
  testMoments: settings.shape.testMoments.default('running'),
  dropoutPlace: settings.shape.dropoutPlace.default('fully-connected'),
});

export type TrainingConfig = Readonly<z.infer<typeof configSchema>>;
export type ConfigKey = keyof TrainingConfig;

/** What a person wrote, in flags or a file: any subset of the keys. */
export const givenConfigSchema = settings.partial();
export type GivenConfig = Readonly<z.infer<typeof givenConfigSchema>>;

/** The paper's set-up, for what does not depend on the data set. */
const paper = {
  dataDir: null,
  imageSize: null,
  network: 'resnet-18',
  epochs: 100,
  batchSize: 100,
  optimizer: 'adam',
  learningRate: 1e-4,
  momentum: 0,
  weightDecay: 0,
  schedule: 'constant',
  warmupEpochs: 0,
  seed: 0,
  reserve: 0,
  limit: null,
  radius: [4, 8, 12, 16],
  preset: 'paper',
  rescale: 'none',
  distance: 'l2',
  trainOn: 'x',
  trainRadius: null,
  batchNorm: false,
  testMoments: 'running',
  dropout: false,
  dropoutPlace: 'fully-connected',
  mixup: 0,
  augment: false,
  initialization: 'xavier',
  adversarialEpsilon: '0',
  adversarialSteps: 10,
  adversarialStepSize: null,
  adversarialRandomStart: true,
  adversarialWarmupEpochs: 0,
  adversarialShare: 1,
  adversarialSample: 500,
  shuffleLabels: 0,
  holdOut: 1000,
  evaluationSample: 10_000,
  measureEvery: 1,
  tensorboard: false,
} as const satisfies Partial<TrainingConfig>;

/** Where the authors' released code differs (the mask d < r follows from the preset's name). */
const authors = {
  network: 'resnet-32',
  rescale: 'max',
  testMoments: 'batch',
  dropoutPlace: 'last-map',
} as const satisfies Partial<TrainingConfig>;

// Mixup and adversarial training are off until they are asked for. These are the sizes to ask for.
/** α of the paper's mixup, and of its authors' code, which draws one λ ~ Beta(1, 1) a batch. */
export const paperMixup = 0.5;
export const authorsMixup = 1;
/** ε of the paper's adversarial training, and of its authors' code. */
export const paperAdversarialEpsilon = '8/255';
export const authorsAdversarialEpsilon = '0.03';

/** Their adversarial training, which rescales nothing; its steps of ε / 10 are in `training/adversarial/adversarialTraining.ts`. */
const authorsAdversarial = {
  rescale: 'none',
  augment: true,
  adversarialRandomStart: false,
} as const satisfies Partial<TrainingConfig>;

/** The planted data set's own network, and the recipe by which this one learns the set in a minute. */
const plantedNetwork = 'six-conv';
const plantedRecipe = {
  epochs: 12,
  learningRate: 2e-3,
  schedule: 'cosine',
  batchNorm: true,
  evaluationSample: 2000,
} as const satisfies Partial<TrainingConfig>;

/** Whether robust accuracy is measured, with or without adversarial training. */
export function isAttacked({ adversarialEpsilon }: Pick<TrainingConfig, 'adversarialEpsilon'>): boolean {
  return Number.parseFloat(adversarialEpsilon) > 0;
}

/** Whether a share of each batch is attacked before it is learned. */
export function trainsOnAttacks(
  config: Pick<TrainingConfig, 'adversarialEpsilon' | 'adversarialShare'>,
): boolean {
  return isAttacked(config) && config.adversarialShare > 0;
}

/**
 * Fills what was not given: the paper's values, then those of the preset. The planted data set has a network of its
 * own, unless the preset brings one, and a recipe for that network alone.
 *
 * @param given must name a data set
 * @param context the number of threads that there can be, which are used where none is given, and the folder to use then
 * @throws ConfigConflict when two settings contradict each other
 */
export function resolveConfig(
  given: GivenConfig & { readonly dataset: string },
  context: { readonly threads: number; readonly out: string },
): TrainingConfig {
  const { adversarialEpsilon = paper.adversarialEpsilon, adversarialShare = paper.adversarialShare } = given;
  const attacks = trainsOnAttacks({ adversarialEpsilon, adversarialShare });
  const isPlanted = given.dataset === 'planted';
  const usual = {
    ...paper,
    ...context,
    ...(isPlanted ? { network: plantedNetwork } : {}),
    ...(given.preset === 'authors' ? authors : {}),
    ...(given.preset === 'authors' && isAttacked({ adversarialEpsilon }) ? { testMoments: 'running' } : {}),
    ...(given.preset === 'authors' && attacks ? authorsAdversarial : {}),
  };
  const { network = usual.network } = given;
  const recipe = isPlanted && network === plantedNetwork ? plantedRecipe : {};
  const chosen = configSchema.parse({ shards: 1, ...usual, ...recipe, ...given });
  const { shards = usualShards(chosen, context.threads) } = given;
  const config = { ...chosen, shards };
  const problem = contradiction(config);
  if (problem) throw new ConfigConflict(problem);
  return { ...config, radius: ascending(config.radius) };
}

/**
 * Into how many parts a batch is divided where nothing is said: one for each thread, or 1 with batch normalisation, whose
 * statistics are those of the whole batch. Runs of versions that kept no `shards` were divided so, too.
 *
 * @param mostThreads threads that there can be
 */
export function usualShards(
  { threads, batchSize, batchNorm }: Pick<TrainingConfig, 'threads' | 'batchSize' | 'batchNorm'>,
  mostThreads = threads,
): number {
  return batchNorm ? 1 : Math.min(threads, mostThreads, batchSize);
}

/** A rule that a configuration breaks, in the names under which a person wrote its settings. */
type Rule = (nameOf: (key: ConfigKey) => string) => string;

/** Two settings that contradict each other. */
export class ConfigConflict extends RangeError {
  override readonly name = 'ConfigConflict';
  /** The message in other names than the keys: those of flags. */
  readonly say: Rule;

  constructor(say: Rule) {
    super(`resolveConfig: ${say((key) => key)}`);
    this.say = say;
  }
}

function contradiction(config: TrainingConfig): Rule | undefined {
  const { trainOn, trainRadius, momentum, optimizer, warmupEpochs, epochs, mixup } = config;
  if (trainOn !== 'x' && trainRadius === null) {
    return (nameOf) => `${nameOf('trainOn')} ${trainOn} needs ${nameOf('trainRadius')}`;
  }
  if (trainOn === 'x' && trainRadius !== null) {
    return (nameOf) => `${nameOf('trainRadius')} needs ${nameOf('trainOn')} lfc or hfc, got x`;
  }
  if (momentum > 0 && optimizer !== 'sgd' && optimizer !== 'rmsprop') {
    return (nameOf) => `${nameOf('momentum')} needs ${nameOf('optimizer')} sgd or rmsprop, got ${optimizer}`;
  }
  if (warmupEpochs > epochs) {
    return (nameOf) =>
      `${nameOf('warmupEpochs')} must be ≤ ${nameOf('epochs')} (${epochs}), got ${warmupEpochs}`;
  }
  if (config.batchNorm && config.shards > 1) {
    return (nameOf) =>
      `${nameOf('shards')} must be 1 with ${nameOf('batchNorm')}, whose statistics are those of the whole batch, got ${config.shards}; leave one of them out`;
  }
  if (config.shards > config.batchSize) {
    return (nameOf) =>
      `${nameOf('shards')} must be ≤ ${nameOf('batchSize')} (${config.batchSize}), got ${config.shards}`;
  }
  const [numerator, denominator = 1] = config.adversarialEpsilon.split('/').map(Number);
  if (!(numerator / denominator <= 1)) {
    return (nameOf) =>
      `${nameOf('adversarialEpsilon')} is in pixel units of [0, 1], so at most 1, got ${config.adversarialEpsilon}`;
  }
  if (isAttacked(config) && config.batchNorm && config.testMoments === 'batch') {
    return (nameOf) =>
      `robust accuracy needs answers that do not depend on the other images of a batch: with ${nameOf('batchNorm')} it needs ${nameOf('testMoments')} running, got batch`;
  }
  if (!trainsOnAttacks(config)) return undefined;
  if (config.adversarialWarmupEpochs > epochs) {
    return (nameOf) =>
      `${nameOf('adversarialWarmupEpochs')} must be ≤ ${nameOf('epochs')} (${epochs}), got ${config.adversarialWarmupEpochs}`;
  }
  if (mixup > 0) {
    return (nameOf) =>
      `adversarial training attacks one true class, and ${nameOf('mixup')} makes two of them; leave one out`;
  }
  if (trainOn !== 'x') {
    return (nameOf) => `adversarial training needs ${nameOf('trainOn')} x, got ${trainOn}`;
  }
  return undefined;
}
