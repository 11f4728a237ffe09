import { expect } from 'vitest';

interface NumberMatchers<R = unknown> {
  /**
   * Every number lies within `tolerance` of the expected one, relative to the largest expected magnitude where that
   * is above 1; as many numbers on both sides.
   */
  toBeNear(expected: ArrayLike<number>, tolerance: number): R;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the declaration that it adds to says `any`.
  interface Matchers<T = any> extends NumberMatchers<T> {}
}

expect.extend({
  toBeNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
    if (actual.length !== expected.length) {
      return { pass: false, message: () => `expected ${expected.length} numbers, got ${actual.length}` };
    }
    let magnitude = 1;
    for (let index = 0; index < expected.length; index++) {
      magnitude = Math.max(magnitude, Math.abs(expected[index]));
    }
    let worst = 0;
    let place = 0;
    for (let index = 0; index < expected.length; index++) {
      const difference = Math.abs(actual[index] - expected[index]);
      // Written so that NaN fails.
      if (!(difference <= worst)) [worst, place] = [difference, index];
      if (Number.isNaN(difference)) break;
    }
    return {
      pass: worst <= tolerance * magnitude,
      message: () =>
        `element ${place} is ${actual[place]}, expected ${expected[place]}: off by ${worst}, ` +
        `allowed ${tolerance * magnitude}`,
    };
  },
});
