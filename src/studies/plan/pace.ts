import { type Dataset, readBatch } from '../../data/dataset/dataset.ts';
import { settled } from '../../runtime/settled.ts';
import { float32 } from '../../tensor/tensor.ts';
import { engineBatchSize } from '../../training/batches/epochBatches.ts';
import type { TrainingConfig } from '../../training/config/config.ts';
import type { Engine } from '../../training/engine/engine.ts';
import { oneHot } from '../../training/tasks/classification/oneHot.ts';
import { engineOf } from '../../workflows/training/engineOf.ts';

/** Seconds that learning from one image takes, of a configuration's network. */
export type Pace = (config: TrainingConfig) => number;

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

/** What a step takes follows from these, about. */
/** A run's page and its history. */
const PAGE_BYTES = 1.5e6;

const kindOf = ({ network, batchNorm }: TrainingConfig) => `${network} ${batchNorm}`;

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
  if (asked === undefined && most > 1) {
    const { seconds: beside } = await timed(main, { ...options, threads: 1, together: most });
    const { seconds: alone } = await timed(main, { ...options, threads: cores, together: 1 });
    onProgress(++done, total);
    const gain = (alone * most) / beside;
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
    found.set(kind, await timed(config, { ...options, threads, together: jobs }));
    onProgress(++done, total);
  }
  return {
    ...{ jobs, threads, why },
    pace: (config) => found.get(kindOf(config))?.seconds ?? 0,
    bytes: (config) => (found.get(kindOf(config))?.bytes ?? 0) + PAGE_BYTES,
  };
}

interface TimingOptions extends PaceOptions {
  readonly threads: number;
  readonly together: number;
}

interface Timed {
  /** That learning from one image takes, of one of several networks that go side by side. */
  readonly seconds: number;
  /** Of its weights. */
  readonly bytes: number;
}

async function timed(
  config: TrainingConfig,
  { threads, together, data, now }: TimingOptions,
): Promise<Timed> {
  const dataset = await data(config);
  const batchSize = engineBatchSize(config, dataset.train.count);
  const indices = Array.from({ length: batchSize }, (_, index) => index % dataset.train.count);
  const { images, labels } = await readBatch(dataset.train, indices);
  const targets = { labels: oneHot(labels, dataset.classes.length) };
  const engines: Engine[] = [];
  try {
    for (let index = 0; index < together; index++)
      engines.push(await engineOf({ ...config, threads }, dataset));
    const masks = Object.fromEntries(
      [...engines[0].masks].map(([name, shape]) => {
        const mask = float32(shape);
        mask.data.fill(1);
        return [name, mask];
      }),
    );
    const step = (number: number) =>
      settled(
        engines.map((engine) =>
          // A rate of nearly nothing: what is timed must not run away.
          engine.step({ images, targets, masks }, { learningRate: 1e-12, weightDecay: 0, step: number }),
        ),
      );
    await step(1);
    const start = now();
    let steps = 0;
    while (steps < MOST_STEPS && (steps < 1 || now() - start < ENOUGH_MS)) await step(++steps + 1);
    const bytes = [...engines[0].parameters.values()].reduce(
      (sum, { data: { byteLength } }) => sum + byteLength,
      0,
    );
    return { seconds: (now() - start) / 1000 / (steps * batchSize), bytes };
  } finally {
    await settled(engines.map((engine) => engine.release()));
  }
}
