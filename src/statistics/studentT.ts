import { Z95 } from './wilsonInterval.ts';

/** 97.5% quantiles of Student's t distribution with 1, 2, … degrees of freedom. */
const quantiles = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604,
  2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555,
  2.0518, 2.0484, 2.0452, 2.0423,
] as const;

/**
 * The 97.5% quantile of Student's t distribution.
 *
 * @param degrees of freedom, a whole number ≥ 1; beyond 30 by Cornish and Fisher's expansion, good to four decimals
 * @throws RangeError when they are not
 */
export function studentT(degrees: number): number {
  if (!(Number.isInteger(degrees) && degrees >= 1)) {
    throw new RangeError(`studentT: degrees must be a whole number ≥ 1, got ${degrees}`);
  }
  if (degrees <= quantiles.length) return quantiles[degrees - 1];
  const z = Z95;
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}
