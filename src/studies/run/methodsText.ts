import type { StudyRecord } from '../../report/study/studyRecord.ts';
import type { RunRecord } from '../../training/run/runFolder.ts';
import { whole } from '../../wording/format.ts';

const optimizerNames = {
  sgd: 'SGD',
  adam: 'Adam',
  adagrad: 'AdaGrad',
  adadelta: 'AdaDelta',
  rmsprop: 'RMSprop',
} as const;

export interface MethodsInput extends Pick<StudyRecord, 'dataset' | 'seeds' | 'radii' | 'preset' | 'runs'> {
  /** Of any of its runs; undefined before the first. */
  readonly run: RunRecord | undefined;
  readonly versions: Readonly<Record<string, string>>;
  readonly about: string;
}

/** The paragraph that a paper needs: network, optimizer, epochs, data, splits, seeds and versions. */
export function methodsText({
  run,
  dataset,
  seeds,
  radii,
  preset,
  versions,
  about,
  runs,
}: MethodsInput): string {
  if (!run) return about;
  const { config } = run;
  const { network, epochs, batchSize, optimizer, learningRate, schedule, initialization, batchNorm } = config;
  const schedules = {
    constant: '',
    step: ', divided by 10 at one half and at three quarters of the training',
    cosine: ', lowered to 0 along half a cosine',
  };
  const [channels, height, width] = dataset.shape;
  const cuts = radii.map(({ radius }) => radius).join(', ');
  const unseen =
    dataset.reserve > 0
      ? `, on ${whole(dataset.test)} test images, and on ${whole(dataset.reserve)} training images that no run learns from`
      : ` and on ${whole(dataset.test)} test images`;
  const varied = [...new Set(runs.map(({ name }) => name))];
  const sentences = [
    about,
    `Unless stated otherwise, a ${network} (${whole(run.parameters)} parameters, ${initialization === 'he' ? 'He' : 'Xavier'} initialisation, ${batchNorm ? 'with' : 'without'} batch normalisation) was trained for ${epochs} epochs with ${optimizerNames[optimizer]} at a learning rate of ${learningRate}${schedules[schedule]}, in batches of ${batchSize}, on ${whole(run.dataset.learnedCount)} images of ${dataset.name} (${dataset.classes} classes, ${channels} × ${height} × ${width}), pixels in [0, 1]${config.augment ? ', with padding, cropping and flipping' : ', without augmentation'}.`,
    `Accuracy was measured on ${whole(run.dataset.measuredCount)} of the training images${unseen}.`,
    `Low- and high-frequency components were split off at r = ${cuts} (${preset === 'authors' ? 'd < r' : 'd ≤ r'}, per channel) and shown to the network ${config.rescale === 'none' ? 'as they are' : `rescaled (${config.rescale})`}.`,
    `Settings: ${varied.join(', ')}.`,
    seeds.length === 1
      ? `All numbers are of one run with seed ${seeds[0]}; intervals are 95% Wilson intervals over images.`
      : `All numbers are means over ${seeds.length} seeds (${seeds.join(', ')}), with their standard deviation.`,
    `Passband ${versions.passband}, ONNX Runtime ${versions.onnxruntime}, Node.js ${versions.node}.`,
  ];
  return sentences.join(' ');
}
