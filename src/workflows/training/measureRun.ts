import { seededRandom } from '../../tensor/random.ts';
import { splitTraining } from '../../training/batches/splitTraining.ts';
import { measuredImages } from '../../training/batches/trainingImages.ts';
import { configSchema, type TrainingConfig } from '../../training/config/config.ts';
import { checkpointPath, loadCheckpoint } from '../../training/run/checkpoint.ts';
import { checkSameDataset, openRun } from '../../training/run/runFolder.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { trainingSubset } from '../../training/tasks/classification/classificationTask.ts';
import { requireClassification } from '../../training/tasks/classification/requireClassification.ts';
import { UserError } from '../../wording/userError.ts';
import { threadsHere } from '../common/threadsHere.ts';
import { controlsOf, type WorkflowOptions } from '../common/workflowOptions.ts';
import { emptyHfcWarnings } from './emptyHfc.ts';
import { evaluatorOf, momentsOf } from './evaluator.ts';
import { loadData } from './loadData.ts';
import { trainedNetwork } from './trainedNetwork.ts';

export interface MeasureSettings {
  /** Cut-offs in frequency bins. */
  readonly radius: readonly number[];
  /** Whose weights; by default the latest. */
  readonly checkpoint?: 'latest' | 'best' | undefined;
  /** What may differ from the run's configuration, as the data may have moved. */
  readonly dataDir?: string | undefined;
  readonly threads?: number | undefined;
  /** Memory in GiB that reading the data may take; by default 4. */
  readonly maxMemory?: number | undefined;
}

/** What a run's network makes of x, LFC and HFC. */
export interface RunMeasurement extends Pick<TrainingConfig, 'preset' | 'distance' | 'rescale' | 'radius'> {
  readonly schema: 'passband.measure';
  readonly version: 1;
  /** The run's folder. */
  readonly run: string;
  readonly checkpoint: 'latest' | 'best';
  /** Where batch normalisation had the moments of each batch that was measured; else it had its running ones. */
  readonly testMoments?: 'batch';
  /** After which the weights were kept. */
  readonly epoch: number;
  readonly warnings: readonly string[];
  /** Of the training images that the run measures, then of the test images, then of those in reserve. */
  readonly rows: readonly ClassificationRow[];
}

/**
 * Measures a run's network at other radii, as `passband measure` does; nothing is written.
 *
 * @param folder the run's
 * @throws Error of one line when the folder holds no run or no such checkpoint, or its data have changed
 */
export async function measureRun(
  folder: string,
  { radius, checkpoint: name = 'latest', dataDir, threads, maxMemory }: MeasureSettings,
  options: WorkflowOptions = {},
): Promise<RunMeasurement> {
  const { progress, signal } = controlsOf(options);
  const { record } = await openRun(folder);
  requireClassification(folder, record, 'measured');
  const config = configSchema.parse({
    ...{ ...record.config, radius },
    ...(dataDir !== undefined && { dataDir }),
    // Of answers they change no bit.
    ...(threads !== undefined && { threads: threadsHere(threads, progress) }),
  });
  const path = checkpointPath(folder, name);
  const checkpoint = await loadCheckpoint(folder, name);
  if (!checkpoint) throw new UserError(`${folder} has no checkpoint '${name}' yet (${path} is not there)`);
  const random = seededRandom(config.seed);
  const dataset = await loadData(config, { progress, signal, maxMemory });
  checkSameDataset(record, dataset);
  const warnings = emptyHfcWarnings(config, dataset.shape);
  for (const text of warnings) progress.warn(text);

  const network = trainedNetwork(config, dataset, checkpoint.tensors);
  const { sample } = splitTraining(dataset.train.count, { ...config, random });
  const { evaluate, release } = await evaluatorOf(config, () => network);
  const { epoch, elapsedMs } = checkpoint.progress;
  const rows: ClassificationRow[] = [];
  try {
    for (const [split, images] of [
      ['train', measuredImages(trainingSubset(dataset, sample), config)],
      ['test', dataset.test],
      ...(dataset.reserve ? [['reserve', dataset.reserve] as const] : []),
    ] as const) {
      const measured = await evaluate(images, { radii: config.radius, signal });
      for (const row of measured) {
        rows.push({ ...row, epoch, split, accuracy: row.correct / row.n, elapsedMs });
      }
    }
  } finally {
    await release();
  }
  const { preset, distance, rescale } = config;
  return {
    ...{ schema: 'passband.measure', version: 1, run: folder, checkpoint: name, epoch },
    ...{ preset, distance, rescale, radius: config.radius },
    ...(momentsOf(config) !== undefined && { testMoments: 'batch' }),
    ...{ warnings, rows },
  };
}
