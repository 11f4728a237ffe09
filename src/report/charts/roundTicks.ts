/** The smallest round step (1, 2 or 5 times a power of ten) of which at most `most` make up the span. */
export function roundStep(span: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(span, 1e-9)));
  const sizes = [0.1, 0.2, 0.5, 1, 2, 5, 10].map((size) => size * power);
  return sizes.find((size) => span / size <= most + 1e-9) ?? 10 * power;
}

/** Multiples of a step, from the one at `low` or before it to the one at `high` or after it. */
export function multiplesAround(low: number, high: number, step: number): number[] {
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // Divided by the step's reciprocal where that is whole: 3 × 0.1 is not 0.3.
  const perOne = Math.round(1 / step);
  const isFraction = step < 1 && Math.abs(perOne * step - 1) < 1e-9;
  return Array.from({ length: last - first + 1 }, (_, index) =>
    isFraction ? (first + index) / perOne : (first + index) * step,
  );
}
