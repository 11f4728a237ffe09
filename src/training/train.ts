import { existsSync } from 'node:fs';
import type { Random } from '../tensor/random.ts';
import { batchCounts } from './batches/epochBatches.ts';
import { splitTraining } from './batches/splitTraining.ts';
import { type BatchReport, batchReporter, type MeasuringReport, measuringEstimate } from './batchReporter.ts';
import type { LoopConfig } from './config/loopConfig.ts';
import type { Engine } from './engine/engine.ts';
import { isMeasured, measurementsAfter } from './measuredEpochs.ts';
import { measureEpoch, passesOf } from './measureEpoch.ts';
import {
  checkpointPath,
  loadCheckpoint,
  restoreCheckpoint,
  saveCheckpoint,
  type TrainingProgress,
} from './run/checkpoint.ts';
import { appendHistory, columnValue, type HistoryRow, readHistory, writeHistory } from './run/history.ts';
import { checkSameDataset, type Run, setRunStatus, taskOf } from './run/runFolder.ts';
import { appendEvents, writeEvents } from './run/tensorboard.ts';
import type { Task } from './tasks/task.ts';
import { noSums, trainEpoch } from './trainEpoch.ts';

export interface TrainOptions {
  readonly run: Run;
  /** As the configuration makes it at the start; the run's latest checkpoint replaces its content. */
  readonly engine: Engine;
  /** What is learned: targets, measurements, columns. The engine has its loss. */
  readonly task: Task;
  /** The stream of the configuration's seed. */
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told once, when data, checkpoint and history have been found good, before the first batch. */
  readonly onStart?: ((run: Run) => void) | undefined;
  readonly onBatch?: ((report: BatchReport) => void) | undefined;
  /** Told now and then while an epoch's measurements are made. */
  readonly onMeasuring?: ((report: MeasuringReport) => void) | undefined;
  /** Gets the rows of an epoch once they are in the history and the checkpoint is saved. */
  readonly onEpoch?: ((rows: readonly HistoryRow[]) => void) | undefined;
  /** Stops after the batch that is being computed, and saves. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains from the run's latest checkpoint, or from the start where there is none, to its last epoch. Each epoch ends
 * with measurements (where `isMeasured` says so), a longer history and a new latest checkpoint, in this order: a process
 * that is killed anywhere goes on from the latest checkpoint and finds the same numbers again.
 *
 * @returns the run, `finished`, or `stopped` when the signal aborted
 * @throws Error when a loss or a weight is not finite; the run is then `diverged` and keeps its last good checkpoint, if any
 */
export async function train(options: TrainOptions): Promise<Run> {
  const { engine, task, random, now, signal } = options;
  const { folder, record } = options.run;
  const config: LoopConfig = record.config;
  if (taskOf(record) !== task.name) {
    throw new Error(`train: ${folder} is a run of ${taskOf(record)}, got the task ${task.name}`);
  }
  checkSameDataset(record, task.data);
  const parts = splitTraining(task.data.train.count, { ...config, random });
  const { batchSize, batches } = batchCounts(parts.learned.length, config.batchSize);
  if (engine.batchSize !== batchSize) {
    throw new RangeError(`train: the engine's batch must have ${batchSize} images, got ${engine.batchSize}`);
  }
  const measuresAtEnd = task.measures(parts, random);
  const measures = measuresAtEnd.filter(({ atEnd = false }) => !atEnd);
  const context = { engine, config, task, learned: parts.learned, batches, random, signal };

  let progress = await loadProgress(engine, task, folder, random.state().origin);
  const startedAtMs = now() - progress.elapsedMs;
  const elapsed = () => Math.max(0, now() - startedAtMs);
  await cutHistory(folder, task, progress.epoch, config.tensorboard ? startedAtMs : null);
  const { layouts } = progress;
  const run = await setRunStatus(options.run, 'running', {
    layouts: layouts.length > 1 ? layouts : undefined,
  });
  options.onStart?.(run);

  const save = (name: 'latest' | 'best') => saveCheckpoint(folder, name, engine, progress);
  async function stop(): Promise<Run> {
    progress = { ...progress, elapsedMs: elapsed() };
    await save('latest');
    return setRunStatus(run, 'stopped');
  }
  async function diverge(problem: string): Promise<never> {
    await setRunStatus(run, 'diverged');
    const kept = existsSync(checkpointPath(folder, 'latest'))
      ? 'The last good checkpoint is kept'
      : 'No checkpoint was saved before';
    throw new Error(
      `epoch ${progress.epoch + 1}, batch ${progress.batch}: ${problem}. ${kept}; ` +
        `try a learning rate below ${config.learningRate}, a warm-up or batch normalisation`,
    );
  }

  let measuringMs: number | null = null;
  const passes = passesOf(measures);
  while (progress.epoch < config.epochs) {
    const firstBatch = progress.batch;
    const { epochs } = config;
    const epoch = progress.epoch + 1;
    const measurements = measurementsAfter(progress.epoch, config);
    const plan = { task, epochs, measurements, batches, batchSize, measuringMs, passes, firstBatch, now };
    const trainedFrom = now();
    const report = batchReporter(plan);
    progress = await trainEpoch(context, progress, (done) => options.onBatch?.(report(done)));
    if (!Number.isFinite(progress.running.loss)) await diverge('the loss is not finite');
    // The last update can break the weights after a finite loss, and must not reach a checkpoint.
    const broken = firstNotFinite(engine);
    if (broken) await diverge(`${broken} has values that are not finite`);
    if (signal?.aborted) return stop();

    const measuredFrom = now();
    const epochMs = ((measuredFrom - trainedFrom) * batches) / Math.max(1, batches - firstBatch);
    const onProgress = (done: number, total: number) => {
      const estimated = measuringMs ?? measuringEstimate(passes, epochMs / batches, batchSize);
      const measured = done > 0 ? ((now() - measuredFrom) * total) / done : estimated;
      const left = (measurements - done / Math.max(1, total)) * measured + (epochs - epoch) * epochMs;
      options.onMeasuring?.({ epoch, epochs, done, total, etaSeconds: left / 1000 });
    };
    const isDue = isMeasured(epoch, config);
    let rows: HistoryRow[];
    try {
      const due = !isDue ? [] : epoch === epochs ? measuresAtEnd : measures;
      rows = await measureEpoch(task, due, progress, { elapsed, signal, onProgress });
    } catch (error) {
      // The epoch's batches are done and saved as such; its measurement begins anew after a resume.
      if (signal?.aborted) return stop();
      throw error;
    }
    if (isDue) measuringMs = now() - measuredFrom;
    const lost = rows.find(({ loss }) => !Number.isFinite(loss));
    if (lost) await diverge(`the ${lost.split} loss on ${lost.component} is not finite`);

    await appendHistory(folder, rows, task.columns);
    if (config.tensorboard) await appendEvents(folder, rows, { columns: task.columns, startedAtMs });
    const best = bestOf(task, rows, progress.best);
    const improved = best !== progress.best;
    progress = { ...progress, epoch, batch: 0, elapsedMs: elapsed(), running: noSums(task), best };
    if (improved) await save('best');
    await save('latest');
    options.onEpoch?.(rows);
  }
  return setRunStatus(run, 'finished');
}

const startOf = (engine: Engine, task: Task, streams: string): TrainingProgress => ({
  epoch: 0,
  batch: 0,
  step: 0,
  streams,
  elapsedMs: 0,
  layouts: [engine.block],
  running: noSums(task),
  best: null,
});

/** The epoch of these rows where it is better on the held-out images than the best one before, else that one. */
function bestOf(
  { best: { column, better } }: Task,
  rows: readonly HistoryRow[],
  known: TrainingProgress['best'],
): TrainingProgress['best'] {
  const row = rows.find(({ split }) => split === 'held-out');
  const value = row && columnValue(row, column);
  if (!row || !Number.isFinite(value)) return known;
  const found = { epoch: row.epoch, [column]: value! };
  if (known === null) return found;
  return (better === 'higher' ? value! > known[column] : value! < known[column]) ? found : known;
}

async function loadProgress(
  engine: Engine,
  task: Task,
  folder: string,
  streams: string,
): Promise<TrainingProgress> {
  const checkpoint = await loadCheckpoint(folder, 'latest');
  if (checkpoint === null) return startOf(engine, task, streams);
  if (checkpoint.progress.streams !== streams) {
    const { path, progress } = checkpoint;
    throw new Error(
      `loadProgress: ${path} was made with the random streams of ${progress.streams}, got ${streams}`,
    );
  }
  const [found, own] = [checkpoint.progress.running, noSums(task)].map((sums) =>
    Object.keys(sums).join(', '),
  );
  if (found !== own) {
    throw new Error(`loadProgress: ${checkpoint.path} has the sums ${found}; ${task.name} has ${own}`);
  }
  restoreCheckpoint(engine, checkpoint);
  const { layouts } = checkpoint.progress;
  // Another processor's layout may round otherwise, which whoever reads the numbers is told.
  const isKnown = layouts.at(-1) === engine.block;
  return { ...checkpoint.progress, layouts: isKnown ? layouts : [...layouts, engine.block] };
}

/** Removes the rows of epochs that the checkpoint does not know; they are measured again. */
async function cutHistory(
  folder: string,
  { columns }: Task,
  epochs: number,
  eventsStartMs: number | null,
): Promise<void> {
  const rows = (await readHistory(folder, columns)).filter(({ epoch }) => epoch <= epochs);
  await writeHistory(folder, rows, columns);
  if (eventsStartMs !== null) await writeEvents(folder, rows, { columns, startedAtMs: eventsStartMs });
}

function firstNotFinite({ parameters, statistics }: Engine): string | undefined {
  for (const [name, { data }] of [...parameters, ...statistics]) {
    for (let index = 0; index < data.length; index++) if (!Number.isFinite(data[index])) return name;
  }
  return undefined;
}
