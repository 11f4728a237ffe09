import { presets } from '../../spectrum/split/preset.ts';
import { scaleNames } from '../../studies/spec/scales.ts';
import { MOST_SEEDS } from '../../studies/spec/studySpec.ts';
import { choice, onOff, text, wholeNumber } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { memoryFlags } from '../terminal/memoryFlags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';
import { configFlags } from '../training/configFlags.ts';

const { dataset, dataDir, imageSize, network, epochs, batchSize, optimizer, learningRate, schedule } =
  configFlags;
const { limit, reserve, radius, initialization, batchNorm, evaluationSample, measureEvery } = configFlags;

/** Flags that change the settings which all runs of a study share. */
export const baseFlags = {
  ...{ imageSize, network, epochs, batchSize, optimizer, learningRate, schedule, limit, reserve, radius },
  ...{ initialization, batchNorm, evaluationSample, measureEvery },
} as const;

/** Flags of `passband study`. */
export const studyFlags = {
  list: onOff('list the studies'),
  dataset: { ...dataset, help: `${dataset.help} (default: planted)` },
  dataDir,
  scale: {
    ...choice(scaleNames, 'how much is trained and measured, of the paper’s studies'),
    default: 'laptop',
  },
  preset: { ...choice(presets, 'conventions of the paper, or of its code'), default: 'paper' },
  seeds: wholeNumber('N', 'how many seeds, from 0 on (default: 1, or the study’s own)', 1, MOST_SEEDS),
  store: { ...text('DIR', 'folder of runs that studies share, and of their results'), default: 'studies' },
  dryRun: onOff('say what would run, why, and how long it would take; run nothing'),
  print: onOff('print the study as a YAML file, as a beginning for one of your own'),
  methods: onOff('print the paragraph on methods that a paper needs'),
  jobs: wholeNumber('N', 'runs side by side (default: measured)', 1),
  retry: onOff('try runs again that failed before'),
  failFast: onOff('stop when a run fails'),
  keepCheckpoints: onOff('keep the checkpoints of complete runs'),
  yes: onOff('run a study of hundreds of runs, which is refused otherwise'),
  ...baseFlags,
  ...memoryFlags,
  ...outputFlags,
} as const;

export type StudyFlags = Typed<typeof studyFlags>;
