import { memoryBytes, requireMemory } from '../dataset/memoryLimit.ts';

/**
 * What a pixel of an image file takes, measured: while a photo is split, in its channels, their spectrum and the components; or
 * while eight images of a folder are decoded at once. With 4 GiB that is 67 million pixels.
 */
const BYTES_A_PIXEL = 64;

/** Pixels that an image file may have. */
export const pixelLimit = (maxMemory?: number) => Math.floor(memoryBytes(maxMemory) / BYTES_A_PIXEL);

/**
 * Refuses an image by the size that its header states, before it is decoded.
 *
 * @param name of the file, for the error
 * @param maxMemory in GiB
 * @throws Error of one line that says how large the image is, and how the limit is raised
 */
export function requirePixels(
  name: string,
  { width, height }: { readonly width: number; readonly height: number },
  maxMemory?: number,
): void {
  requireMemory(`${name}: ${width} × ${height} pixels`, BYTES_A_PIXEL * width * height, maxMemory);
}
