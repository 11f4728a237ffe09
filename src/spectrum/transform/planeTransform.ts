import { dft } from './dft.ts';

/**
 * Half of the spectrum of a real plane, unshifted: row u (0 … height − 1, where u and u − height are the same
 * frequency), column v = 0 … columns − 1, row-major. The other columns are its mirror, z(−u, −v) = conj z(u, v).
 */
export interface HalfSpectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** A half spectrum with its width. */
export interface StoredSpectrum extends HalfSpectrum {
  readonly columns: number;
}

/** The 2-D DFT of real planes of one size, and its inverse, in float64. */
export interface PlaneTransform {
  readonly height: number;
  readonly width: number;
  /** How many columns v = 0, 1, … of the spectrum are computed. */
  readonly columns: number;
  /** A spectrum to write into, all zero. */
  allocate(): HalfSpectrum;
  /** Σ plane(y, x) exp(−2πi(uy/height + vx/width)). */
  forward(plane: Float32Array, spectrum: HalfSpectrum): void;
  /**
   * The real part of the inverse transform of what is low, divided by height · width.
   *
   * @param spectrum of at least `columns` columns
   * @param lowColumns how many columns from 0 on are taken in each row, at most `columns`; the rest counts as zero
   * @param work as from `allocate`, or larger; overwritten
   */
  inverse(
    spectrum: StoredSpectrum,
    lowColumns: ArrayLike<number>,
    work: HalfSpectrum,
    plane: Float64Array,
  ): void;
}

// Complex numbers that a block of rows or columns may hold, so that it and its scratch stay in the L2 cache.
const BLOCK = 16384;

/**
 * Plans transforms of height × width planes. Two rows share one complex transform, the second as imaginary part,
 * and columns that are not asked for are not computed, which is what makes a split at a small radius cheap.
 *
 * @param columns at most floor(width / 2) + 1, which is the default and is the whole spectrum
 */
export function planeTransform(
  height: number,
  width: number,
  columns = Math.floor(width / 2) + 1,
): PlaneTransform {
  const rowDft = dft(width);
  const columnDft = height === width ? rowDft : dft(height);
  const pairs = Math.ceil(height / 2);
  const rowLanes = Math.min(pairs, Math.max(1, Math.floor(BLOCK / width)));
  const columnLanes = Math.min(columns, Math.max(4, Math.floor(BLOCK / height)));
  const blockSize = Math.max(rowLanes * width, columnLanes * height);
  const blockReal = new Float64Array(blockSize);
  const blockImaginary = new Float64Array(blockSize);

  function forward(plane: Float32Array, spectrum: HalfSpectrum): void {
    for (let pair = 0; pair < pairs; pair += rowLanes) {
      const lanes = Math.min(rowLanes, pairs - pair);
      for (let lane = 0; lane < lanes; lane++) {
        const first = 2 * (pair + lane) * width;
        loadRow(plane, first, blockReal, lane, lanes);
        if (first + width < plane.length) loadRow(plane, first + width, blockImaginary, lane, lanes);
        else for (let x = 0; x < width; x++) blockImaginary[x * lanes + lane] = 0;
      }
      rowDft.transform(blockReal, blockImaginary, lanes);
      for (let lane = 0; lane < lanes; lane++) storeSpectrumRows(spectrum, 2 * (pair + lane), lane, lanes);
    }
    transformColumns(spectrum.real, spectrum.imaginary);
  }

  function inverse(
    spectrum: StoredSpectrum,
    lowColumns: ArrayLike<number>,
    work: HalfSpectrum,
    plane: Float64Array,
  ): void {
    invertColumns(spectrum, lowColumns, work);
    const scale = 1 / (height * width);
    for (let pair = 0; pair < pairs; pair += rowLanes) {
      const lanes = Math.min(rowLanes, pairs - pair);
      for (let at = columns * lanes, end = (width - columns + 1) * lanes; at < end; at++) {
        blockReal[at] = 0;
        blockImaginary[at] = 0;
      }
      loadSpectrumRows(work, pair, lanes);
      // Swapped parts make the forward transform the inverse one.
      rowDft.transform(blockImaginary, blockReal, lanes);
      for (let lane = 0; lane < lanes; lane++) {
        const first = 2 * (pair + lane) * width;
        storeRow(blockReal, lane, lanes, scale, plane, first);
        if (first + width < plane.length) storeRow(blockImaginary, lane, lanes, scale, plane, first + width);
      }
    }
  }

  /** Columns in blocks that lie in `work` one after the other, each with its rows one after the other. */
  function invertColumns(
    { real, imaginary, columns: stride }: StoredSpectrum,
    lowColumns: ArrayLike<number>,
    work: HalfSpectrum,
  ): void {
    for (let column = 0; column < columns; column += columnLanes) {
      const lanes = Math.min(columnLanes, columns - column);
      const start = column * height;
      for (let row = 0; row < height; row++) {
        const low = Math.min(lanes, lowColumns[row] - column);
        const source = row * stride + column;
        const target = start + row * lanes;
        for (let lane = 0; lane < low; lane++) {
          work.real[target + lane] = real[source + lane];
          work.imaginary[target + lane] = imaginary[source + lane];
        }
        for (let lane = Math.max(0, low); lane < lanes; lane++) {
          work.real[target + lane] = 0;
          work.imaginary[target + lane] = 0;
        }
      }
      const end = start + height * lanes;
      columnDft.transform(work.imaginary.subarray(start, end), work.real.subarray(start, end), lanes);
    }
  }

  function loadRow(
    plane: Float32Array,
    start: number,
    block: Float64Array,
    lane: number,
    lanes: number,
  ): void {
    for (let x = 0, at = lane; x < width; x++, at += lanes) block[at] = plane[start + x];
  }

  function storeRow(
    block: Float64Array,
    lane: number,
    lanes: number,
    scale: number,
    plane: Float64Array,
    start: number,
  ): void {
    for (let x = 0, at = lane; x < width; x++, at += lanes) plane[start + x] = block[at] * scale;
  }

  /** Takes the spectra a, b of two real rows out of c = a + ib: a = (c(v) + conj c(−v)) / 2, b = (c(v) − conj c(−v)) / 2i. */
  function storeSpectrumRows(
    { real, imaginary }: HalfSpectrum,
    row: number,
    lane: number,
    lanes: number,
  ): void {
    const second = row + 1 < height;
    for (let v = 0, at = row * columns; v < columns; v++, at++) {
      const near = v * lanes + lane;
      const far = v === 0 ? near : (width - v) * lanes + lane;
      real[at] = 0.5 * (blockReal[near] + blockReal[far]);
      imaginary[at] = 0.5 * (blockImaginary[near] - blockImaginary[far]);
      if (second) {
        real[at + columns] = 0.5 * (blockImaginary[near] + blockImaginary[far]);
        imaginary[at + columns] = 0.5 * (blockReal[far] - blockReal[near]);
      }
    }
  }

  /** Puts c(v) = a + ib and c(−v) = conj a + i conj b together for the rows a, b of each pair. */
  function loadSpectrumRows({ real, imaginary }: HalfSpectrum, pair: number, lanes: number): void {
    for (let column = 0; column < columns; column += columnLanes) {
      const blockLanes = Math.min(columnLanes, columns - column);
      const start = column * height + 2 * pair * blockLanes;
      for (let v = column; v < column + blockLanes; v++) {
        // Where v = −v, what is left of an imaginary part is rounding: the real part of the inverse drops it.
        const isOwnMirror = v === 0 || 2 * v === width;
        let near = v * lanes;
        let far = (width - v) * lanes;
        for (
          let lane = 0, at = start + v - column;
          lane < lanes;
          lane++, near++, far++, at += 2 * blockLanes
        ) {
          const second = 2 * (pair + lane) + 1 < height;
          const bReal = second ? real[at + blockLanes] : 0;
          if (isOwnMirror) {
            blockReal[near] = real[at];
            blockImaginary[near] = bReal;
            continue;
          }
          const bImaginary = second ? imaginary[at + blockLanes] : 0;
          blockReal[near] = real[at] - bImaginary;
          blockImaginary[near] = imaginary[at] + bReal;
          blockReal[far] = real[at] + bImaginary;
          blockImaginary[far] = bReal - imaginary[at];
        }
      }
    }
  }

  function transformColumns(real: Float64Array, imaginary: Float64Array): void {
    if (columnLanes === columns) {
      columnDft.transform(real, imaginary, columns);
      return;
    }
    for (let column = 0; column < columns; column += columnLanes) {
      const lanes = Math.min(columnLanes, columns - column);
      copyBlock(real, column, columns, blockReal, 0, lanes, lanes);
      copyBlock(imaginary, column, columns, blockImaginary, 0, lanes, lanes);
      columnDft.transform(blockReal, blockImaginary, lanes);
      copyBlock(blockReal, 0, lanes, real, column, columns, lanes);
      copyBlock(blockImaginary, 0, lanes, imaginary, column, columns, lanes);
    }
  }

  function copyBlock(
    from: Float64Array,
    fromStart: number,
    fromStride: number,
    to: Float64Array,
    toStart: number,
    toStride: number,
    lanes: number,
  ): void {
    for (let row = 0; row < height; row++) {
      const source = fromStart + row * fromStride;
      const target = toStart + row * toStride;
      for (let lane = 0; lane < lanes; lane++) to[target + lane] = from[source + lane];
    }
  }

  function allocate(): HalfSpectrum {
    return {
      real: new Float64Array(height * columns),
      imaginary: new Float64Array(height * columns),
    };
  }

  return { height, width, columns, allocate, forward, inverse };
}
