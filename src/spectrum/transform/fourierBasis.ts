import { float32, type Tensor } from '../../tensor/tensor.ts';

/**
 * The discrete Fourier transform of real signals as an orthonormal real matrix B, one row per bin of a centred
 * spectrum: row i belongs to u = i − floor(length / 2) and is a cosine for u ≥ 0, a sine for u < 0, of |u| cycles.
 * (At an even length row 0 is the Nyquist bin, whose sine vanishes, and is a cosine.)
 *
 * B Bᵀ = 1. A mask that depends on |u| and |v| only, such as a radial one, keeps or drops cosine and sine
 * together, so Bᵀ(mask ⊙ (B x Bᵀ))B is Re F⁻¹(mask ⊙ F x) with a quarter of the complex products.
 *
 * @returns shape [length, length]
 */
export function fourierBasis(length: number): Tensor<'float32'> {
  const basis = float32([length, length]);
  const centre = Math.floor(length / 2);
  for (let row = 0, at = 0; row < length; row++) {
    const frequency = Math.abs(row - centre);
    const alone = frequency === 0 || 2 * frequency === length;
    const wave = row < centre && !alone ? Math.sin : Math.cos;
    const scale = Math.sqrt((alone ? 1 : 2) / length);
    for (let x = 0; x < length; x++, at++) {
      // Whole turns are taken off before they cost digits.
      basis.data[at] = scale * wave((2 * Math.PI * ((frequency * x) % length)) / length);
    }
  }
  return basis;
}
