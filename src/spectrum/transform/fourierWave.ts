/**
 * The Fourier basis vector of a bin as a real image: cos 2π(uy/height + vx/width), scaled to ‖wave‖₂ = 1. Its spectrum
 * is zero except at (u, v) and at (−u, −v), which are one bin where both frequencies are zero or Nyquist's.
 *
 * @param u cycles over the height, a whole number of either sign
 * @param v cycles over the width
 * @returns height × width numbers, row-major
 */
export function fourierWave(height: number, width: number, u: number, v: number): Float64Array {
  const wave = new Float64Array(height * width);
  let energy = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      // Whole turns are taken off before they cost digits.
      const turns = ((u * y) % height) / height + ((v * x) % width) / width;
      wave[at] = Math.cos(2 * Math.PI * turns);
      energy += wave[at] ** 2;
    }
  }
  const scale = 1 / Math.sqrt(energy);
  for (let at = 0; at < wave.length; at++) wave[at] *= scale;
  return wave;
}
