import { writeFileSync } from 'node:fs';
import type { ArraySplit } from '#passband/data/dataset/dataset.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import type { PlantedOptions } from '#passband/data/planted/plantedSplits.ts';
import { tensor } from '#passband/tensor/tensor.ts';
import { npzFile } from '../support/dataFiles.ts';

/** Writes a part of the planted data set to an `.npz` file, since the whole test set would take most of a test's time. */
export function writeTinyFile(path: string, options: Omit<PlantedOptions, 'seed'>): void {
  const { train, test, shape } = plantedDataset({ seed: 0, ...options });
  const arraysOf = ({ images, labels, count }: ArraySplit) =>
    [
      tensor('uint8', [count, ...shape], images.pixels as Uint8Array),
      tensor('int32', [count], labels),
    ] as const;
  const [images, labels] = arraysOf(train);
  const [testImages, testLabels] = arraysOf(test);
  writeFileSync(path, npzFile({ images, labels, test_images: testImages, test_labels: testLabels }));
}
