import type { Transform } from './transform.ts';

/**
 * The transform of a length with a large prime factor, as a circular convolution with a chirp (Bluestein 1970):
 * jk = (j² + k² − (k − j)²) / 2, so X_k = c̄_k Σ_j (x_j c̄_j) c_{k−j} with c_j = exp(πi j²/n).
 *
 * @param padded the transform of a length ≥ 2 · length − 1, with which the convolution is computed
 */
export function bluestein(length: number, padded: Transform): Transform {
  const size = padded.length;
  const cosines = new Float64Array(length);
  const sines = new Float64Array(length);
  const kernelReal = new Float64Array(size);
  const kernelImaginary = new Float64Array(size);
  for (let j = 0; j < length; j++) {
    // j² modulo 2n keeps the angle small, and so exact.
    const angle = (Math.PI * ((j * j) % (2 * length))) / length;
    cosines[j] = Math.cos(angle);
    sines[j] = Math.sin(angle);
    const mirrored = (size - j) % size;
    kernelReal[j] = kernelReal[mirrored] = cosines[j] / size;
    kernelImaginary[j] = kernelImaginary[mirrored] = sines[j] / size;
  }
  padded.transform(kernelReal, kernelImaginary, 1);
  let workReal = new Float64Array(0);
  let workImaginary = new Float64Array(0);

  function transform(real: Float64Array, imaginary: Float64Array, lanes: number): void {
    if (workReal.length < size * lanes) {
      workReal = new Float64Array(size * lanes);
      workImaginary = new Float64Array(size * lanes);
    }
    workReal.fill(0);
    workImaginary.fill(0);
    for (let j = 0, at = 0; j < length; j++) {
      for (let lane = 0; lane < lanes; lane++, at++) {
        workReal[at] = real[at] * cosines[j] + imaginary[at] * sines[j];
        workImaginary[at] = imaginary[at] * cosines[j] - real[at] * sines[j];
      }
    }
    padded.transform(workReal, workImaginary, lanes);
    for (let j = 0, at = 0; j < size; j++) {
      for (let lane = 0; lane < lanes; lane++, at++) {
        const product = workReal[at] * kernelReal[j] - workImaginary[at] * kernelImaginary[j];
        workImaginary[at] = workReal[at] * kernelImaginary[j] + workImaginary[at] * kernelReal[j];
        workReal[at] = product;
      }
    }
    padded.transform(workImaginary, workReal, lanes);
    for (let k = 0, at = 0; k < length; k++) {
      for (let lane = 0; lane < lanes; lane++, at++) {
        real[at] = workReal[at] * cosines[k] + workImaginary[at] * sines[k];
        imaginary[at] = workImaginary[at] * cosines[k] - workReal[at] * sines[k];
      }
    }
  }
  return { length, transform };
}

/** The smallest length ≥ `least` whose only prime factors are 2, 3 and 5. */
export function smoothLength(least: number): number {
  for (let length = least; ; length++) {
    let rest = length;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return length;
  }
}
