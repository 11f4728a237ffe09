/**
 * Holds labels from outside to 0 … classes − 1.
 *
 * @param source file or array that the error names
 * @throws Error with the first label out of range and its place
 */
export function requireLabels(source: string, labels: ArrayLike<number>, classes: number): void {
  for (let index = 0; index < labels.length; index++) {
    if (!(labels[index] >= 0 && labels[index] < classes)) {
      throw new Error(`${source}: label ${index} must be in 0 … ${classes - 1}, got ${labels[index]}`);
    }
  }
}
