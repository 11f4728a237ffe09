import { float32, sizeOf, slice, type Tensor } from '../tensor/tensor.ts';
import type { Piece } from './pieces.ts';
import { settled } from './settled.ts';

/**
 * The rows that a model gives for each image of a batch that is run in pieces.
 *
 * @param width numbers of a row
 * @param run a piece's images → [n, width], n the piece's images at least
 * @returns [images, width]
 */
export async function inPieces(
  images: Tensor<'float32'>,
  width: number,
  pieces: readonly Piece[],
  run: (piece: Piece) => Promise<Tensor>,
): Promise<Tensor<'float32'>> {
  const rows = float32([images.shape[0], width]);
  await settled(pieces.map(async (piece) => place(await run(piece), piece, rows)));
  return rows;
}

/** A piece's rows of a batch; its empty places are zeros. */
export function padded(batch: Tensor<'float32'>, { start, end, size }: Piece): Tensor<'float32'> {
  const rows = slice(batch, start, end);
  if (end - start === size) return rows;
  const whole = float32([size, ...batch.shape.slice(1)]);
  whole.data.set(rows.data);
  return whole;
}

/** Puts a piece's rows of a result into their place in the batch. */
export function place(result: Tensor, { start, end }: Piece, batch: Tensor<'float32'>): void {
  const stride = sizeOf(batch.shape.slice(1));
  const rows = (result.data as Float32Array).subarray(0, (end - start) * stride);
  batch.data.set(rows, start * stride);
}
