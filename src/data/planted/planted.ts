import { createHash } from 'node:crypto';
import type { ArraySplit, Dataset } from '../dataset/dataset.ts';
import { type PlantedOptions, type PlantedSplits, plantedSplits } from './plantedSplits.ts';

export interface PlantedDataset extends PlantedSplits, Omit<Dataset, keyof PlantedSplits> {}

/**
 * Ten classes of 32×32 colour images whose label is carried twice: by a silhouette that a person sees (low
 * frequencies) and by the direction of a faint grating that a person does not (high frequencies). Each part has
 * a reliability of its own, so what a model must have looked at is known in advance.
 *
 * Each ingredient has a random stream of its own: sets of one seed that differ in a reliability or in the amplitude
 * have the same labels, places, colours, phases and noise.
 *
 * @throws RangeError when a reliability is not in 0 … 1 or a count is no positive integer
 */
export function plantedDataset(options: PlantedOptions): PlantedDataset {
  const splits = plantedSplits(options);
  return {
    name: 'planted',
    ...splits,
    notices: [],
    hashes: { planted: contentHash([splits.train, splits.test]) },
  };
}

function contentHash(splits: readonly ArraySplit[]): string {
  const hash = createHash('sha256');
  for (const { images, labels } of splits) hash.update(images.pixels).update(labels);
  return hash.digest('hex');
}
