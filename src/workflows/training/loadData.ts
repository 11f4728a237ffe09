import type { Dataset } from '../../data/dataset/dataset.ts';
import { shuffleLabels } from '../../data/dataset/shuffleLabels.ts';
import { loadDataset } from '../../data/loadDataset.ts';
import { seededRandom } from '../../tensor/random.ts';
import type { TrainingConfig } from '../../training/config/config.ts';
import type { WorkflowControls } from '../common/workflowOptions.ts';

/**
 * The data set of a configuration: loaded, its reserve set aside, cut to its limit, its training labels shuffled where that is asked for.
 *
 * @param maxMemory in GiB that reading it may take
 */
export async function loadData(
  { dataset: name, dataDir, imageSize, reserve, limit, seed, shuffleLabels: fraction }: TrainingConfig,
  { progress, signal, maxMemory }: WorkflowControls & { readonly maxMemory: number | undefined },
): Promise<Dataset> {
  const dataset = await loadDataset(name, {
    ...{ seed, reserve },
    ...{ signal, maxMemory },
    onProgress: (report) => progress.download(report),
    ...(dataDir !== null && { dataDir }),
    ...(imageSize !== null && { imageSize }),
    ...(limit !== null && { limit }),
  });
  progress.end();
  for (const notice of dataset.notices) progress.note(notice);
  return withLearnedLabels(dataset, { seed, shuffleLabels: fraction });
}

/** A data set with the labels as a configuration learns them: a share of the training labels is permuted. */
export function withLearnedLabels(
  dataset: Dataset,
  { seed, shuffleLabels: fraction }: Pick<TrainingConfig, 'seed' | 'shuffleLabels'>,
): Dataset {
  if (fraction === 0) return dataset;
  const random = seededRandom(seed).fork('shuffle labels');
  return { ...dataset, train: shuffleLabels(dataset.train, { fraction, random }) };
}
