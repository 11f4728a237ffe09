import type { Distance } from '../../src/spectrum/split/radialMask.ts';

/** The path of all points at one distance from a centre. */
export function outline(distance: Distance, r: number, x: number, y: number): string {
  if (r === 0) return '';
  if (distance === 'l2') {
    return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
  if (distance === 'l1') return `M${x - r} ${y}L${x} ${y - r}L${x + r} ${y}L${x} ${y + r}Z`;
  return `M${x - r} ${y - r}H${x + r}V${y + r}H${x - r}Z`;
}
