import { type Random, seededRandom } from '#passband/tensor/random.ts';

/** A prime number of draws. */
const PERIOD = 1_048_583;
const random = seededRandom('repeating');
const normal = Float64Array.from({ length: PERIOD }, random.normal);
const uniform = Float64Array.from({ length: PERIOD }, random.uniform);

/**
 * The same draws over and over, from a place of its own for each name: as good for a test as the hundreds of millions that the
 * weights of a VGG are drawn from, which take seconds.
 */
export function repeatingRandom(name: string): Random {
  const own = seededRandom(name);
  let at = own.integer(PERIOD);
  const next = (draws: Float64Array) => {
    at = at === PERIOD - 1 ? 0 : at + 1;
    return draws[at];
  };
  return {
    ...own,
    normal: () => next(normal),
    uniform: () => next(uniform),
    fork: (part) => repeatingRandom(`${name}/${part}`),
  };
}
