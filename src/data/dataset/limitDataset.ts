import type { Random } from '../../tensor/random.ts';
import { type Dataset, type Split, selectImages } from './dataset.ts';
import { stratifiedSample } from './stratifiedSample.ts';

/**
 * The data set with at most `train` training and `test` test images, drawn so that each class keeps its share; they
 * stay in their order. Of one stream the sample is always the same.
 *
 * @throws RangeError when a limit is no positive integer
 */
export function limitDataset(
  dataset: Dataset,
  { train = Infinity, test = Infinity, random }: { train?: number; test?: number; random: Random },
): Dataset {
  for (const [name, limit] of Object.entries({ train, test })) {
    if (limit !== Infinity && !(Number.isInteger(limit) && limit > 0)) {
      throw new RangeError(`limitDataset: ${name} must be a positive integer, got ${limit}`);
    }
  }
  const limited = (split: Split, limit: number, stream: string) =>
    split.count <= limit
      ? split
      : selectImages(split, stratifiedSample(split.labels, limit, random.fork(stream)));
  return {
    ...dataset,
    train: limited(dataset.train, train, 'limit/train'),
    test: limited(dataset.test, test, 'limit/test'),
  };
}
