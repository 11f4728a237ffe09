import { bluestein, smoothLength } from './bluestein.ts';
import { type Pass, radix2, radix3, radix4, radix5, radixOdd } from './butterflies.ts';
import type { Transform } from './transform.ts';

// Above this a prime's own n² butterfly is slower than Bluestein's three transforms.
const LARGEST_BUTTERFLY = 31;

/**
 * Plans the transform of one length: mixed radix (Stockham's self-sorting form) for lengths whose prime factors
 * are at most 31, Bluestein's chirp transform for the others. All arithmetic is float64.
 *
 * @throws RangeError when `length` is not a positive integer
 */
export function dft(length: number): Transform {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`dft: length must be a positive integer, got ${length}`);
  }
  const radices = factors(length);
  if (radices.at(-1)! > LARGEST_BUTTERFLY) {
    return bluestein(length, dft(smoothLength(2 * length - 1)));
  }
  const passes: { pass: Pass; radix: number }[] = [];
  let remaining = length;
  for (const radix of radices) {
    passes.push({ pass: planPass(radix, remaining), radix });
    remaining /= radix;
  }
  let scratchReal: Float64Array = new Float64Array(0);
  let scratchImaginary: Float64Array = new Float64Array(0);

  function transform(real: Float64Array, imaginary: Float64Array, lanes: number): void {
    const size = length * lanes;
    if (scratchReal.length < size) {
      scratchReal = new Float64Array(size);
      scratchImaginary = new Float64Array(size);
    }
    let x = { real, imaginary };
    let y = { real: scratchReal, imaginary: scratchImaginary };
    let stride = lanes;
    for (const { pass, radix } of passes) {
      pass(x.real, x.imaginary, y.real, y.imaginary, stride);
      [x, y] = [y, x];
      stride *= radix;
    }
    if (x.real !== real) {
      real.set(x.real.subarray(0, size));
      imaginary.set(x.imaginary.subarray(0, size));
    }
  }
  return { length, transform };
}

/** Radices in ascending order whose product is `length`: as many fours as fit, and primes. */
function factors(length: number): number[] {
  const radices: number[] = [];
  let rest = length;
  while (rest % 4 === 0) {
    radices.push(4);
    rest /= 4;
  }
  for (let prime = 2; prime * prime <= rest; prime++) {
    while (rest % prime === 0) {
      radices.push(prime);
      rest /= prime;
    }
  }
  if (rest > 1) radices.push(rest);
  return radices.sort((a, b) => a - b);
}

function planPass(radix: number, length: number): Pass {
  const groups = length / radix;
  const cosines = new Float64Array(groups * (radix - 1));
  const sines = new Float64Array(groups * (radix - 1));
  for (let group = 0, index = 0; group < groups; group++) {
    for (let power = 1; power < radix; power++, index++) {
      const angle = (2 * Math.PI * group * power) / length;
      cosines[index] = Math.cos(angle);
      sines[index] = -Math.sin(angle);
    }
  }
  const twiddles = { groups, cosines, sines };
  if (radix === 2) return radix2(twiddles);
  if (radix === 3) return radix3(twiddles);
  if (radix === 4) return radix4(twiddles);
  if (radix === 5) return radix5(twiddles);
  return radixOdd(radix, twiddles);
}
