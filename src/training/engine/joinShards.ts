import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';

/** What a replica made of its images: those from `start` on. */
export interface ShardValues {
  readonly start: number;
  readonly values: ReadonlyMap<string, Tensor<'float32'>>;
}

/** A value of the whole batch, in new memory: rows in the order of the images, or the sum of scalars in that order. */
export function joinShards(
  name: string,
  shards: readonly ShardValues[],
  batchSize: number,
): Tensor<'float32'> {
  const [, ...row] = shards[0].values.get(name)!.shape;
  const isScalar = shards[0].values.get(name)!.shape.length === 0;
  const joined = float32(isScalar ? [] : [batchSize, ...row]);
  const stride = sizeOf(row);
  for (const { start, values } of shards) {
    const { data } = values.get(name)!;
    if (isScalar) joined.data[0] += data[0];
    else joined.data.set(data, start * stride);
  }
  return joined;
}
