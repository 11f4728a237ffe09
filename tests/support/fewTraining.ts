import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A label and an image of CIFAR-10. */
const RECORD = 1 + 3 * 32 * 32;

/**
 * Fills a folder with official data sets for `--data-dir`: MNIST and Fashion-MNIST as they are, and CIFAR-10 with its test
 * images and one training image. Who only measures need not read all 50,000, which takes more than a second.
 *
 * @param datasets the shared data sets
 */
export function writeFewTraining(folder: string, datasets: string): void {
  for (const name of ['mnist', 'fashion-mnist']) symlinkSync(join(datasets, name), join(folder, name));
  const name = 'cifar-10-batches-bin';
  mkdirSync(join(folder, name));
  copyFileSync(join(datasets, name, 'test_batch.bin'), join(folder, name, 'test_batch.bin'));
  const batch = 'data_batch_1.bin';
  writeFileSync(join(folder, name, batch), readFileSync(join(datasets, name, batch)).subarray(0, RECORD));
}
