/** The discrete Fourier transform X_k = Σ x_j exp(−2πi jk/n) of one length n. */
export interface Transform {
  readonly length: number;
  /**
   * Transforms `lanes` sequences in place; element j of lane q is at index j · lanes + q. Only the first
   * length · lanes elements are touched. With the two arrays swapped it is the inverse, times n.
   */
  transform(real: Float64Array, imaginary: Float64Array, lanes: number): void;
}
