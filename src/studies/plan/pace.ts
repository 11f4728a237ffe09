import { type Dataset, readBatch, selectImages } from '../../data/dataset/dataset.ts';
import { settled } from '../../runtime/settled.ts';
import { wholeMasks } from '../../training/batches/dropoutMasks.ts';
import { type TrainingConfig, trainsOnAttacks } from '../../training/config/config.ts';
import type { Engine } from '../../training/engine/engine.ts';
import { oneHot } from '../../training/tasks/classification/oneHot.ts';
import { engineOf } from '../../workflows/training/engineOf.ts';
import { evaluatorOf } from '../../workflows/training/evaluator.ts';
import { trainedNetwork } from '../../workflows/training/trainedNetwork.ts';

/** Seconds an image, of one of the runs that go side by side. */
export interface ImageTimes {
  /** Learning from it. */
  readonly step: number;
  /** Classifying it or one of its components, splitting included. */
  readonly pass: number;
  /** The gradient by which adversarial training attacks it; 0 of a network that is not trained so. */
  readonly gradient: number;
}

/** What an image takes of a configuration's network. */
export type Pace = (config: TrainingConfig) => ImageTimes;

export interface Measured {
  readonly pace: Pace;
  /** Runs that go side by side. */
  readonly jobs: number;
  /** Of each run, while so many go side by side. */
  readonly threads: number;
  /** How it was chosen, for people. */
  readonly why: string;
  /** What a complete run takes on disk, about. */
  readonly bytes: (config: TrainingConfig) => number;
}

export interface PaceOptions {
  readonly cores: number;
  /** What a person asked for. */
  readonly jobs: number | undefined;
  readonly data: (config: TrainingConfig) => Promise<Dataset>;
  /** Milliseconds from any start. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Steps are timed for so long at least. */
const ENOUGH_MS = 400;
const MOST_STEPS = 10;

/** A run's page and its history. */
const PAGE_BYTES = 1.5e6;

/** What an image takes follows from these, about. */
const kindOf = (config: TrainingConfig) =>
  [config.network, config.batchNorm, config.radius.length, trainsOnAttacks(config)].join(' ');

/**
 * Times some steps of each kind of network among the runs, and finds out how many runs should go side by side: as many as there are
 * cores, of one thread each, or one after the other on all of them.
 *
 * @param configs of the runs that are left, at least one
 */
export async function measurePace(
  configs: readonly TrainingConfig[],
  options: PaceOptions,
): Promise<Measured> {
  const { cores, jobs: asked, signal, onProgress } = options;
  const kinds = new Map(configs.map((config) => [kindOf(config), config]));
  const most = Math.min(asked ?? cores, configs.length);
  const total = kinds.size + (asked === undefined && most > 1 ? 1 : 0);
  // The kind that most runs have decides.
  const counts = [...kinds.keys()].map((kind) => ({
    kind,
    count: configs.filter((config) => kindOf(config) === kind).length,
  }));
  const main = kinds.get(counts.toSorted((a, b) => b.count - a.count)[0].kind)!;
  let jobs = most;
  let why = asked === undefined ? 'there is one run, or one core' : 'as asked for';
  let done = 0;
  const known = new Map<string, Promise<Timed>>();
  // What was timed to choose by is not timed anew where runs then go so.
  const timedOnce = (config: TrainingConfig, threads: number, together: number) => {
    const key = `${kindOf(config)} ${threads} ${together}`;
    const found = known.get(key) ?? timed(config, { ...options, threads, together });
    known.set(key, found);
    return found;
  };
  if (asked === undefined && most > 1) {
    const beside = await timedOnce(main, 1, most);
    const alone = await timedOnce(main, cores, 1);
    onProgress(++done, total);
    const gain = (alone.step * most) / beside.step;
    if (gain <= 1) jobs = 1;
    why =
      jobs > 1
        ? `${most} at once with one thread each are ${gain.toFixed(2)} times as fast as one after the other on ${cores} threads`
        : `one after the other on ${cores} threads is ${(1 / gain).toFixed(2)} times as fast as ${most} at once`;
  }
  const threads = Math.max(1, Math.floor(cores / jobs));
  const found = new Map<string, Timed>();
  for (const [kind, config] of kinds) {
    signal.throwIfAborted();
    found.set(kind, await timedOnce(config, threads, jobs));
    onProgress(++done, total);
  }
  return {
    ...{ jobs, threads, why },
    pace: (config) => found.get(kindOf(config)) ?? { step: 0, pass: 0, gradient: 0 },
    bytes: (config) => (found.get(kindOf(config))?.bytes ?? 0) + PAGE_BYTES,
  };
}

interface TimingOptions extends PaceOptions {
  readonly threads: number;
  readonly together: number;
}

interface Timed extends ImageTimes {
  /** Of its weights. */
  readonly bytes: number;
}

async function timed(config: TrainingConfig, options: TimingOptions): Promise<Timed> {
  const { threads, together, data } = options;
  const dataset = await data(config);
  const engines: Engine[] = [];
  try {
    for (let index = 0; index < together; index++)
      engines.push(await engineOf({ ...config, threads }, dataset));
    const [{ batchSize, parameters }] = engines;
    const indices = Array.from({ length: batchSize }, (_, index) => index % dataset.train.count);
    const { images, labels } = await readBatch(dataset.train, indices);
    const targets = { labels: oneHot(labels, dataset.classes.length) };
    const batch = { images, targets, masks: wholeMasks(engines[0].masks) };
    const ofBatch = async (work: (engine: Engine, number: number) => Promise<unknown>) =>
      (await secondsOf((number) => settled(engines.map((engine) => work(engine, number))), options)) /
      batchSize;
    // A rate of nearly nothing: what is timed must not run away.
    const step = await ofBatch((engine, number) =>
      engine.step(batch, { learningRate: 1e-12, weightDecay: 0, step: number }),
    );
    const gradient = engines[0].inputGradient ? await ofBatch((engine) => engine.inputGradient!(batch)) : 0;
    const bytes = [...parameters.values()].reduce((sum, { data: { byteLength } }) => sum + byteLength, 0);
    return { step, gradient, bytes, pass: await secondsOfPass({ config, dataset, engines }, options) };
  } finally {
    await settled(engines.map((engine) => engine.release()));
  }
}

/** Mean seconds of a work that is done some times over, the first of them not counted. */
async function secondsOf(
  work: (number: number) => Promise<unknown>,
  { now }: Pick<PaceOptions, 'now'>,
): Promise<number> {
  await work(1);
  const start = now();
  let times = 0;
  while (times < MOST_STEPS && (times < 1 || now() - start < ENOUGH_MS)) await work(++times + 1);
  return (now() - start) / 1000 / times;
}

/** Images of a thread's first and its second look: what a look costs beside them is in both. */
const [FEW, MORE] = [6, 18];

async function secondsOfPass(
  {
    config,
    dataset,
    engines,
  }: {
    readonly config: TrainingConfig;
    readonly dataset: Dataset;
    readonly engines: readonly Pick<Engine, 'parameters' | 'statistics'>[];
  },
  { threads, now }: TimingOptions,
): Promise<number> {
  const evaluators = await Promise.all(
    engines.map(({ parameters, statistics }) =>
      evaluatorOf({ ...config, threads }, () =>
        trainedNetwork(config, dataset, new Map([...parameters, ...statistics])),
      ),
    ),
  );
  try {
    const look = async (count: number) => {
      const indices = Array.from({ length: count * threads }, (_, index) => index % dataset.train.count);
      const split = selectImages(dataset.train, indices);
      const start = now();
      await settled(evaluators.map(({ evaluate }) => evaluate(split, { radii: config.radius })));
      return now() - start;
    };
    const few = await look(FEW);
    const more = await look(MORE);
    const passes = (MORE - FEW) * threads * (1 + 2 * config.radius.length);
    // Beside other work the second look may even be the quicker one.
    return Math.max(more - few, more / MORE) / 1000 / passes;
  } finally {
    await settled(evaluators.map((evaluator) => evaluator.release()));
  }
}
