import { datasetForms } from '../../data/datasetNames.ts';
import { type ConfigKey, configSchema } from '../../training/config/config.ts';
import type { Flag } from '../terminal/flags.ts';

/** A flag whose value is read by the schema of its key, as in a configuration file. */
export interface ConfigFlag extends Flag {
  readonly kind: 'text' | 'number' | 'numbers' | 'switch';
  /** What a value must be, as the end of "--epochs must be …". */
  readonly rule: string;
}

const { shape } = configSchema;
const text = (value: string, help: string, rule = 'a text') =>
  ({ kind: 'text', value, help, rule }) as const satisfies ConfigFlag;
const number = (value: string, help: string, rule: string) =>
  ({ kind: 'number', value, help, rule }) as const satisfies ConfigFlag;
const choice = ({ options }: { readonly options: readonly string[] }, help: string) =>
  text('NAME', `${help}: ${options.join(', ')}`, `one of ${options.join(', ')}`);
const onOff = (help: string, negative = `no ${help}`) =>
  ({ kind: 'switch', help, negative, rule: 'true or false' }) as const satisfies ConfigFlag;

const atLeastOne = 'a whole number ≥ 1';
const atLeastZero = 'a whole number ≥ 0';
const share = 'a number in [0, 1]';
const pixelSize = 'a number or fraction of pixel units, as 8/255 or 0.03';

/** One flag for each key of a configuration, in the order of the help. A switch has a `--no-…`, which a configuration file may need. */
export const configFlags = {
  dataset: text('NAME', datasetForms, 'a name or a path'),
  dataDir: text('DIR', "folder of the data sets' files (default: PASSBAND_DATA, else the cache)", 'a path'),
  imageSize: number('PIXELS', "height and width of an image folder's images", atLeastOne),
  network: choice(shape.network, 'network'),
  epochs: number('N', 'passes over the training images', atLeastOne),
  batchSize: number('N', 'images a step', atLeastOne),
  optimizer: choice(shape.optimizer, 'optimizer'),
  learningRate: number('RATE', 'learning rate', 'a number > 0'),
  momentum: number('M', 'momentum of sgd or rmsprop', 'a number in [0, 1)'),
  weightDecay: number('W', 'L2 penalty', 'a number ≥ 0'),
  schedule: choice(shape.schedule, 'learning rate over the epochs'),
  warmupEpochs: number('N', 'epochs over which the learning rate rises to its value', atLeastZero),
  seed: number('N', 'seed of everything random', atLeastZero),
  reserve: number(
    'N',
    'training images that are set aside: the same ones for every seed, never learned from, measured at the end as a further test set',
    atLeastZero,
  ),
  limit: number('N', 'train on this many images only', atLeastOne),
  radius: {
    kind: 'numbers',
    value: 'LIST',
    help: 'cut-offs in frequency bins to measure at, as 4,8,12,16',
    rule: 'numbers ≥ 0 with commas between them',
  },
  threads: number('N', 'processor threads, one a core at most (default: all)', atLeastOne),
  shards: number(
    'N',
    'parts into which a batch is divided; decides the last bits (default: one a thread; 1 with batch normalisation)',
    atLeastOne,
  ),
  out: text('RUN', 'folder of the run (default: a new one in runs/)', 'a path'),
  preset: choice(shape.preset, 'conventions of the paper, or of its code'),
  rescale: choice(shape.rescale, 'what the network is shown of a component'),
  distance: choice(shape.distance, 'distance of a frequency from the centre'),
  trainOn: choice(shape.trainOn, 'train on the images or on one component'),
  trainRadius: number('R', 'cut-off of the component that is trained on', 'a number ≥ 0'),
  batchNorm: onOff('batch normalisation'),
  testMoments: choice(
    shape.testMoments.unwrap(),
    "batch normalisation's moments in measurements, those of training or of each batch measured",
  ),
  dropout: onOff('dropout 0.5'),
  dropoutPlace: choice(shape.dropoutPlace.unwrap(), 'where dropout drops'),
  mixup: number('ALPHA', 'mixup with Beta(ALPHA, ALPHA); 0 = off', 'a number ≥ 0'),
  augment: onOff('pad, crop and flip the training images', 'do not pad, crop and flip the training images'),
  initialization: choice(shape.initialization, 'first weights'),
  adversarialEpsilon: text(
    'EPS',
    'adversarial training and robust accuracy with PGD (L∞) of this size, as 8/255; 0 = off',
    pixelSize,
  ),
  adversarialSteps: number('N', "the attack's steps", atLeastOne),
  adversarialStepSize: text(
    'SIZE',
    'length of a step (default: 2.5 · EPS / steps; of the preset authors EPS / 10)',
    pixelSize,
  ),
  adversarialRandomStart: onOff('start the attack at a random place', 'start the attack at the image itself'),
  adversarialWarmupEpochs: number('N', 'epochs over which EPS rises to its value', atLeastZero),
  adversarialShare: number('SHARE', 'share of each batch that is attacked; 0 = measure only', share),
  adversarialSample: number('N', 'images of each split attacked at each measurement', atLeastOne),
  shuffleLabels: number('SHARE', 'share of the training labels that is permuted', share),
  holdOut: number('N', 'training images held out to choose the best checkpoint', atLeastZero),
  evaluationSample: number('N', 'training images measured after an epoch; 0 = all', atLeastZero),
  measureEvery: number(
    'K',
    'epochs from one measurement to the next; the first and the last are measured too',
    atLeastOne,
  ),
  tensorboard: onOff('write TensorBoard event files', 'do not write TensorBoard event files'),
} as const satisfies Record<ConfigKey, ConfigFlag>;
