import { seededRandom } from '../../tensor/random.ts';
import { splitTraining } from '../../training/batches/splitTraining.ts';
import { measuredImages } from '../../training/batches/trainingImages.ts';
import { configSchema } from '../../training/config/config.ts';
import { checkpointPath, loadCheckpoint } from '../../training/run/checkpoint.ts';
import { checkSameDataset, openRun } from '../../training/run/runFolder.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { trainingSubset } from '../../training/tasks/classification/classificationTask.ts';
import { UserError } from '../../wording/userError.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import { emptyHfcWarnings } from '../../workflows/training/emptyHfc.ts';
import { evaluatorOf } from '../../workflows/training/evaluator.ts';
import { loadData } from '../../workflows/training/loadData.ts';
import { trainedNetwork } from '../../workflows/training/trainedNetwork.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt } from '../terminal/interruption.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { type MeasureFlags, measureFlags } from './measureFlags.ts';
import { readConfig } from './readConfig.ts';
import { summary } from './summary.ts';

/** Runs `passband measure`. */
export async function runMeasure(folder: string, flags: MeasureFlags): Promise<void> {
  const { quiet, json, checkpoint: name, ...typed } = readFlags(measureFlags, flags);
  const given = readConfig(typed);
  if (given.radius === undefined) throw new UserError('measure needs radii, as --radius 4,8,12,16');
  const progress = quiet || json ? noProgress : terminalProgress(process.stderr);
  const signal = abortOnInterrupt(() => progress.say('Stopping.'));
  const run = await openRun(folder);
  const config = configSchema.parse({ ...run.record.config, ...given });
  const path = checkpointPath(folder, name);
  const checkpoint = await loadCheckpoint(folder, name);
  if (!checkpoint) throw new UserError(`${folder} has no checkpoint '${name}' yet (${path} is not there)`);
  const random = seededRandom(config.seed);
  const dataset = await loadData(config, { progress, signal });
  checkSameDataset(run.record, dataset);
  const warnings = emptyHfcWarnings(config, dataset.shape);
  for (const text of warnings) progress.say(`passband: warning: ${text}`);

  const network = trainedNetwork(config, dataset, checkpoint.tensors);
  const { sample } = splitTraining(dataset.train.count, { ...config, random });
  const { evaluate, release } = await evaluatorOf(config, () => network);
  const rows: ClassificationRow[] = [];
  try {
    for (const [split, images] of [
      ['train', measuredImages(trainingSubset(dataset, sample), config)],
      ['test', dataset.test],
    ] as const) {
      const measured = await evaluate(images, { radii: config.radius, signal });
      const { epoch, elapsedMs } = checkpoint.progress;
      for (const row of measured) {
        rows.push({ ...row, epoch, split, accuracy: row.correct / row.n, elapsedMs });
      }
    }
  } finally {
    await release();
  }
  const { epoch } = checkpoint.progress;
  if (json) {
    const { preset, distance, rescale, radius } = config;
    const settings = { preset, distance, rescale, radius, warnings };
    const record = { schema: 'passband.measure', version: 1, run: folder, checkpoint: name, epoch };
    process.stdout.write(`${JSON.stringify({ ...record, ...settings, rows })}\n`);
  } else if (!quiet) process.stdout.write(`${folder} after epoch ${epoch}\n${summary(rows)}`);
}
