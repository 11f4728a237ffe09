/**
 * A plane figure about the origin, within about one unit of it, as a signed distance: negative inside, positive
 * outside, with a slope of at most 1, so that an edge can be drawn softly. `u` points right, `v` down.
 */
export type Silhouette = (u: number, v: number) => number;

const { abs, max, min, sqrt } = Math;

const disc = (u: number, v: number, radius: number) => sqrt(u * u + v * v) - radius;
const box = (u: number, v: number, halfWidth: number, halfHeight: number) =>
  max(abs(u) - halfWidth, abs(v) - halfHeight);

/** The low part of the planted data set, one figure a class, in class order. */
export const silhouettes: Readonly<Record<string, Silhouette>> = {
  disc: (u, v) => disc(u, v, 0.8),
  ring: (u, v) => abs(disc(u, v, 0.74)) - 0.22,
  square: (u, v) => box(u, v, 0.72, 0.72),
  cross: (u, v) => min(box(u, v, 0.95, 0.27), box(u, v, 0.27, 0.95)),
  triangle: (u, v) => max(v - 0.62, (sqrt(3) * abs(u) - v) / 2 - 0.52),
  'wide bar': (u, v) => box(u, v, 1, 0.34),
  'tall bar': (u, v) => box(u, v, 0.34, 1),
  'two dots': (u, v) => disc(abs(u) - 0.6, v, 0.36),
  crescent: (u, v) => max(disc(u, v, 0.9), -disc(u - 0.4, v, 0.72)),
  star: (u, v) => star(u, v, 1, 0.42),
};

const fifth = (2 * Math.PI) / 5;

// Folds the plane into one of the ten congruent halves of a point; there the edge is one straight line from the
// tip at (0, −outer) to the notch at `inner`, 36° further.
function star(u: number, v: number, outer: number, inner: number): number {
  const angle = Math.atan2(u, -v);
  const folded = abs(angle - fifth * Math.round(angle / fifth));
  const radius = sqrt(u * u + v * v);
  const x = radius * Math.sin(folded);
  const y = radius * Math.cos(folded);
  const edgeX = inner * Math.sin(fifth / 2);
  const edgeY = inner * Math.cos(fifth / 2) - outer;
  return (edgeX * (y - outer) - edgeY * x) / sqrt(edgeX * edgeX + edgeY * edgeY);
}
