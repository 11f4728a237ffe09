import { isDeepStrictEqual } from 'node:util';
import { wordsOf } from '../../report/page/definitions.ts';
import type { StudyRecord } from '../../report/study/studyRecord.ts';
import type { TrainingConfig } from '../../training/config/config.ts';
import type { RunRecord } from '../../training/run/runFolder.ts';
import { counted, whole } from '../../wording/format.ts';
import type { FoundParts } from '../parts/parts.ts';
import { methodsOfParts } from './methodsOfParts.ts';

const optimizerNames: Readonly<Record<TrainingConfig['optimizer'], string>> = {
  sgd: 'SGD',
  adam: 'Adam',
  adagrad: 'AdaGrad',
  adadelta: 'AdaDelta',
  rmsprop: 'RMSprop',
};

const networkNames: Readonly<Record<TrainingConfig['network'], string>> = {
  lenet: 'LeNet',
  alexnet: 'AlexNet',
  'vgg-11': 'VGG-11',
  'vgg-16': 'VGG-16',
  'resnet-18': 'ResNet-18',
  'resnet-34': 'ResNet-34',
  'resnet-50': 'ResNet-50',
  'resnet-32': 'ResNet-32',
  'six-conv': 'network of six convolutions',
};

const schedules: Readonly<Record<TrainingConfig['schedule'], string>> = {
  constant: '',
  step: ', divided by 10 at one half and at three quarters of the training',
  cosine: ', lowered to 0 along half a cosine',
};

const shown: Readonly<Record<TrainingConfig['rescale'], string>> = {
  none: 'as they are',
  clip: 'clipped to [0, 1]',
  max: 'each divided by its own maximum',
  shift: 'each shifted into [0, 1]',
};

export interface MethodsInput extends Pick<StudyRecord, 'dataset' | 'seeds' | 'radii' | 'preset' | 'runs'> {
  /** Of any of its runs; undefined before the first. */
  readonly run: RunRecord | undefined;
  /** What was measured of finished runs, of the first that has it. */
  readonly parts: FoundParts;
  readonly versions: Readonly<Record<string, string>>;
  readonly about: string;
}

/** The paragraph that a paper needs: network, optimizer, epochs, data, splits, attacks, settings, seeds and versions. */
export function methodsText(input: MethodsInput): string {
  const { run, dataset, seeds, radii, preset, versions, about, runs, parts } = input;
  if (!run) return about;
  const { config } = run;
  const cuts = radii.map(({ radius }) => radius).join(', ');
  const unseen =
    dataset.reserve > 0
      ? `, on ${whole(dataset.test)} test images, and on ${whole(dataset.reserve)} training images that no run learns from`
      : ` and on ${whole(dataset.test)} test images`;
  const sentences = [
    about,
    trainingText(run, dataset),
    `Accuracy was measured on ${whole(run.dataset.measuredCount)} of the training images${unseen}.`,
    `Low- and high-frequency components were split off at r = ${cuts} (${preset === 'authors' ? 'd < r' : 'd ≤ r'}, per channel) and shown to the network ${shown[config.rescale]}.`,
    ...methodsOfParts(parts),
    `Settings: ${settingsText(runs)}.`,
    seeds.length === 1
      ? `All numbers are of one run with seed ${seeds[0]}; intervals are 95% Wilson intervals over images.`
      : `All numbers are means over ${seeds.length} seeds (${seeds.join(', ')}), with their standard deviation.`,
    `Passband ${versions.passband}, ONNX Runtime ${versions.onnxruntime}, Node.js ${versions.node}.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function trainingText(
  { config, parameters, dataset: { learnedCount } }: RunRecord,
  { name, classes, shape }: StudyRecord['dataset'],
): string {
  const { network, epochs, batchSize, optimizer, learningRate, schedule, initialization } = config;
  const { batchNorm, augment, warmupEpochs, weightDecay } = config;
  const first = initialization === 'he' ? 'He' : 'Xavier';
  const made = `a ${networkNames[network]} (${whole(parameters)} parameters, ${first} initialisation, ${batchNorm ? 'with' : 'without'} batch normalisation)`;
  const warmup = warmupEpochs > 0 ? ` after a warm-up of ${counted(warmupEpochs, 'epoch')}` : '';
  const decay = weightDecay > 0 ? ` and a weight decay of ${weightDecay}` : '';
  const images = `${whole(learnedCount)} images of ${name === 'planted' ? 'the planted data set' : name} (${classes} classes, ${shape.join(' × ')})`;
  return `Unless stated otherwise, ${made} was trained for ${counted(epochs, 'epoch')} with ${optimizerNames[optimizer]} at a learning rate of ${learningRate}${warmup}${schedules[schedule]}${decay}, in batches of ${batchSize}, on ${images}, pixels in [0, 1]${augment ? ', with padding, cropping and flipping' : ', without augmentation'}.`;
}

/** `vanilla (batch norm no); dropout (batch norm no, dropout yes)`: what the settings of a study have that not all have. */
function settingsText(runs: StudyRecord['runs']): string {
  const varied = new Map(runs.map((run) => [run.name, run.varied]));
  const keys = [...new Set([...varied.values()].flatMap((values) => Object.keys(values)))];
  const telling = keys.filter((key) => {
    const [first, ...others] = [...varied.values()].map((values) => values[key]);
    return others.some((value) => !isDeepStrictEqual(value, first));
  });
  return [...varied]
    .map(([name, values]) => {
      const own = telling.filter((key) => values[key] !== undefined);
      const words = own.map((key) => settingWords(key, values[key]));
      return words.length > 0 ? `${name} (${words.join(', ')})` : name;
    })
    .join('; ');
}

function settingWords(key: string, value: unknown): string {
  if (typeof value === 'boolean') return `${value ? 'with' : 'without'} ${wordsOf(key)}`;
  return `${wordsOf(key)} ${typeof value === 'object' ? JSON.stringify(value) : value}`;
}
