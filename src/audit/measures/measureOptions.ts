/** Float32 numbers that a measurement holds of images at once: 16 MiB. */
export const WORKING_NUMBERS = 2 ** 22;

/** What every measurement of a whole split may be given. */
export interface MeasureOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
