/** One computed frequency: its own places in the map and its mirror's. */
export interface HeatMapCell {
  readonly u: number;
  readonly v: number;
  readonly places: readonly number[];
}

export interface HeatMapGrid {
  /** Frequencies of the rows, ascending. */
  readonly us: number[];
  readonly vs: number[];
  /** From the zero frequency outwards, so that an interrupted map has its middle. */
  readonly cells: readonly HeatMapCell[];
}

/**
 * The frequencies of a heat map. A bin and its mirror through the centre, (u, v) and (−u, −v), are one cell; at an even
 * size Nyquist's frequency −size / 2 is its own mirror.
 *
 * @throws RangeError when `size` is below 1 or `step` is not a whole number ≥ 1
 */
export function heatMapCells(
  height: number,
  width: number,
  { size, step }: { readonly size: number; readonly step: number },
): HeatMapGrid {
  if (!(size >= 1)) throw new RangeError(`heatMapCells: size must be ≥ 1, got ${size}`);
  if (!(Number.isInteger(step) && step >= 1)) {
    throw new RangeError(`heatMapCells: step must be a whole number ≥ 1, got ${step}`);
  }
  const axis = (length: number) =>
    Array.from({ length }, (_, bin) => bin - Math.floor(length / 2)).filter(
      (frequency) => Math.abs(frequency) <= size / 2 && frequency % step === 0,
    );
  const us = axis(height);
  const vs = axis(width);
  const place = (u: number, v: number) => us.indexOf(u) * vs.length + vs.indexOf(v);
  const mirror = (frequency: number, length: number) => (2 * frequency === -length ? frequency : -frequency);
  const cells = us
    .flatMap((u) => vs.map((v) => ({ u, v })))
    .map(({ u, v }) => ({ u, v, places: [place(u, v), place(mirror(u, height), mirror(v, width))] }))
    .filter(({ places: [own, mirrored] }) => own >= mirrored)
    .map(({ places: [own, mirrored], ...cell }) => ({
      ...cell,
      places: own === mirrored ? [own] : [own, mirrored],
    }))
    .sort((a, b) => a.u ** 2 + a.v ** 2 - b.u ** 2 - b.v ** 2);
  return { us, vs, cells };
}
