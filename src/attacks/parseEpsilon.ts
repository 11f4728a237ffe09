/** A size as a person wrote it, and what it means. */
export interface Epsilon {
  /** In pixel units. */
  readonly value: number;
  /** As it was written, without spaces: `8/255` or `0.0314`. */
  readonly text: string;
}

const number = '(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?';
const pattern = new RegExp(`^(${number})(?:/(${number}))?$`, 'i');

/**
 * Reads a size that is written as a number or as a fraction of two.
 *
 * @throws RangeError when it is neither, or not finite
 */
export function parseEpsilon(written: string): Epsilon {
  const text = written.replaceAll(/\s/g, '');
  const [, numerator, denominator = '1'] = pattern.exec(text) ?? [];
  const value = Number(numerator) / Number(denominator);
  if (!Number.isFinite(value)) {
    throw new RangeError(`parseEpsilon: must be a size such as 8/255 or 0.0314, got '${written}'`);
  }
  return { value, text };
}
