import type { Dataset } from '../../data/dataset/dataset.ts';
import { writeInside } from '../../files/inside.ts';
import { exportModel } from '../../networks/architectures/exportModel.ts';
import { encodeModel } from '../../onnx/write/encodeModel.ts';
import { layoutNote } from '../../report/run/layoutNote.ts';
import { blockSize } from '../../runtime/blockSize.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { settled } from '../../runtime/settled.ts';
import { seededRandom } from '../../tensor/random.ts';
import { adversarialTraining } from '../../training/adversarial/adversarialTraining.ts';
import { evaluateAttacked } from '../../training/adversarial/evaluateAttacked.ts';
import { isAttacked, type TrainingConfig } from '../../training/config/config.ts';
import type { Engine } from '../../training/engine/engine.ts';
import {
  checkFree,
  createRun,
  datasetRecord,
  openRun,
  type Run,
  type RunRecord,
} from '../../training/run/runFolder.ts';
import { classification } from '../../training/tasks/classification/classification.ts';
import { classificationTask } from '../../training/tasks/classification/classificationTask.ts';
import { train } from '../../training/train.ts';
import { threadsHere, threadsToGoOn } from '../common/threadsHere.ts';
import { versions } from '../common/versions.ts';
import { withLease } from '../common/withLease.ts';
import { controlsOf, type WorkflowOptions } from '../common/workflowOptions.ts';
import { notResized } from '../models/notResized.ts';
import { emptyHfcWarnings } from './emptyHfc.ts';
import { engineOf } from './engineOf.ts';
import { type Evaluator, evaluatorOf } from './evaluator.ts';
import { loadData } from './loadData.ts';
import { trainedNetwork } from './trainedNetwork.ts';

export interface TrainRunOptions extends WorkflowOptions {
  /** Milliseconds since 1970, for the times of the history. */
  readonly now: () => number;
  /** Gets what the run is once data and folder have been found good, before the first batch. */
  readonly onStart?: (record: RunRecord) => void;
  /** Stands in for the data set that the configuration names. */
  readonly dataset?: Dataset;
  /** For a run that goes on, whose bits do not depend on them; by default one a core. */
  readonly threads?: number | undefined;
  /** Memory in GiB that reading the data may take; by default 4. */
  readonly maxMemory?: number | undefined;
}

/**
 * Makes a new run, or goes on with one that was stopped, and writes its model and its result page.
 *
 * @param start the configuration of a new run, or the run to go on with
 * @returns the run as it was left: finished or stopped
 */
export async function trainRun(start: TrainingConfig | Run, options: TrainRunOptions): Promise<Run> {
  const prepared = await prepare(start, options);
  const controls = controlsOf(options);
  return withLease(prepared.folder, controls, () => trainHere(prepared, options));
}

/**
 * `trainRun` in a folder that is this process's already: whoever calls it holds the folder's lease (`takeLease`), and keeps it.
 * The folder of a new run must be empty otherwise.
 */
export async function trainHeld(start: TrainingConfig | Run, options: TrainRunOptions): Promise<Run> {
  return trainHere(await prepare(start, options), options);
}

interface Prepared {
  readonly folder: string;
  readonly config: TrainingConfig;
  readonly dataset: Dataset;
  /** Whether there is a run in the folder to go on with. */
  readonly isKnown: boolean;
}

/** What can be found out and refused before anything is written. */
async function prepare(start: TrainingConfig | Run, options: TrainRunOptions): Promise<Prepared> {
  const { maxMemory } = options;
  const { progress, signal } = controlsOf(options);
  const known = 'record' in start ? start : undefined;
  const asked = 'record' in start ? start.record.config : start;
  if (!known) await checkFree(asked.out);
  const threads = known
    ? threadsToGoOn(asked, await blockSize(onnxruntime), options.threads, progress)
    : threadsHere(asked.threads, progress);
  const dataset = options.dataset ?? (await loadData(asked, { progress, signal, maxMemory }));
  if (!known && asked.imageSize !== null && dataset.resizedTo === undefined) {
    throw notResized(asked.imageSize, dataset);
  }
  const config = { ...asked, threads, imageSize: dataset.resizedTo ?? asked.imageSize };
  return { folder: known?.folder ?? config.out, config, dataset, isKnown: known !== undefined };
}

/** Trains in a folder in which nobody else writes. */
async function trainHere(
  { folder, config, dataset, isKnown }: Prepared,
  options: TrainRunOptions,
): Promise<Run> {
  const { progress, signal } = controlsOf(options);
  // What it says may have changed before it was this process's.
  const known = isKnown ? await openRun(folder) : undefined;
  const random = seededRandom(config.seed);

  const engine = await engineOf(config, dataset);
  const network = () =>
    trainedNetwork(config, dataset, new Map([...engine.parameters, ...engine.statistics]));
  let evaluator: Evaluator | undefined;
  let left: Run;
  try {
    const measuring = await evaluatorOf(config, network);
    evaluator = measuring;
    const run = known ?? (await newRun(config, dataset, engine));
    left = await train({
      run,
      engine,
      task: classificationTask({
        dataset,
        config,
        evaluate: measuring.evaluate,
        evaluateAttacked: isAttacked(config)
          ? evaluateAttacked(() => measuring.classifier(network()), config)
          : undefined,
        transformBatch: adversarialTraining(engine, config),
      }),
      random,
      now: options.now,
      signal,
      onStart: ({ record }) => {
        options.onStart?.(record);
        const { layouts } = record;
        if (layouts && String(layouts) !== String(known?.record.layouts)) progress.note(layoutNote(layouts));
        for (const text of emptyHfcWarnings(record.config, record.dataset.shape)) progress.warn(text);
      },
      onBatch: (report) => progress.batch(report),
      onMeasuring: ({ epoch, epochs, etaSeconds, ...report }) =>
        progress.task({ ...report, label: `epoch ${epoch}/${epochs} · measuring`, secondsLeft: etaSeconds }),
      onEpoch: (rows) => progress.epoch(rows, config.epochs, classification),
    });
  } finally {
    // Before model and report, which then have their memory.
    await settled([engine.release(), evaluator?.release() ?? Promise.resolve()]);
  }
  progress.end();
  const model = exportModel(network(), { classes: dataset.classes });
  // A run that was stopped has weights from the middle of an epoch, which are not a valid result.
  if (left.record.status === 'finished') {
    await writeInside(left.folder, 'model.onnx', encodeModel(model));
  }
  const { writeReport } = await import('./writeReport.ts');
  await writeReport(left, dataset, model);
  return left;
}

function newRun(config: TrainingConfig, dataset: Dataset, engine: Engine): Promise<Run> {
  const parameters = [...engine.parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
  const content = {
    config,
    versions: versions(),
    dataset: datasetRecord(dataset, config),
    parameters,
  };
  return createRun(content, classification);
}
