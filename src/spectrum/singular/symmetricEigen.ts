/** Eigenvalues in ascending order, and row i of `vectors` the unit eigenvector of value i. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to tridiagonal form, then
 * implicit QL steps with Wilkinson's shift (Golub and Van Loan, *Matrix Computations*, §8.3). About 4 n³ products.
 *
 * @param matrix n × n, row-major; overwritten
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const { diagonal, beside, basis } = tridiagonalize(matrix, n);
  diagonalize(diagonal, beside, basis, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a] - diagonal[b]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(basis.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (index) => diagonal[index]), vectors };
}

/** `beside[i]` couples i and i + 1; the rows of `basis` are the vectors in which the matrix is tridiagonal. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  readonly basis: Float64Array;
}

function tridiagonalize(a: Float64Array, n: number): Tridiagonal {
  const beside = new Float64Array(n);
  const scales = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    // Row k beyond the diagonal becomes the reflection's vector v, and stays there for `basis`.
    const v = a.subarray(k * n, (k + 1) * n);
    const first = v[k + 1];
    let rest = 0;
    for (let j = k + 2; j < n; j++) rest += v[j] * v[j];
    if (rest === 0) {
      beside[k] = first;
      continue;
    }
    const length = Math.sqrt(first * first + rest);
    beside[k] = first > 0 ? -length : length;
    v[k + 1] = first - beside[k];
    const scale = 2 / (v[k + 1] * v[k + 1] + rest);
    scales[k] = scale;
    let overlap = 0;
    for (let i = k + 1; i < n; i++) {
      const row = a.subarray(i * n, (i + 1) * n);
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += row[j] * v[j];
      product[i] = scale * sum;
      overlap += product[i] * v[i];
    }
    for (let i = k + 1; i < n; i++) product[i] -= 0.5 * scale * overlap * v[i];
    for (let i = k + 1; i < n; i++) {
      const row = a.subarray(i * n, (i + 1) * n);
      const [vi, wi] = [v[i], product[i]];
      for (let j = k + 1; j < n; j++) row[j] -= vi * product[j] + wi * v[j];
    }
  }
  if (n > 1) beside[n - 2] = a[(n - 2) * n + n - 1];
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]);
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  for (let k = n - 3; k >= 0; k--) {
    if (scales[k] === 0) continue;
    const v = a.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i++) {
      const row = basis.subarray(i * n, (i + 1) * n);
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += row[j] * v[j];
      sum *= scales[k];
      for (let j = k + 1; j < n; j++) row[j] -= sum * v[j];
    }
  }
  return { diagonal, beside, basis };
}

/** Turns `diagonal` into the eigenvalues and the rows of `basis` into their vectors. */
function diagonalize(diagonal: Float64Array, beside: Float64Array, basis: Float64Array, n: number): void {
  let norm = 0;
  for (let i = 0; i < n; i++) norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(beside[i]));
  // Relative to the whole matrix, as small eigenvalues of an image's Gram matrix are rounding anyway.
  const negligible = Number.EPSILON * norm;
  for (let low = 0; low < n; low++) {
    for (;;) {
      let high = low;
      while (high < n - 1 && Math.abs(beside[high]) > negligible) high++;
      if (high === low) break;
      qlStep(diagonal, beside, basis, n, low, high);
    }
  }
}

/** One QL step on rows `low` to `high`, chasing the bulge upwards. */
function qlStep(
  diagonal: Float64Array,
  beside: Float64Array,
  basis: Float64Array,
  n: number,
  low: number,
  high: number,
): void {
  const slope = (diagonal[low + 1] - diagonal[low]) / (2 * beside[low]);
  const shift = beside[low] / (slope + (slope < 0 ? -1 : 1) * Math.hypot(slope, 1));
  let gap = diagonal[high] - diagonal[low] + shift;
  let [cosine, sine, carried] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const bulge = sine * beside[i];
    const coupling = cosine * beside[i];
    const length = Math.hypot(bulge, gap);
    beside[i + 1] = length;
    if (length === 0) {
      // The matrix fell apart at i + 1: undo the shift there and start again on the smaller block.
      diagonal[i + 1] -= carried;
      beside[high] = 0;
      return;
    }
    sine = bulge / length;
    cosine = gap / length;
    const shifted = diagonal[i + 1] - carried;
    const turn = (diagonal[i] - shifted) * sine + 2 * cosine * coupling;
    carried = sine * turn;
    diagonal[i + 1] = shifted + carried;
    gap = cosine * turn - coupling;
    rotateRows(basis, i * n, (i + 1) * n, n, cosine, sine);
  }
  diagonal[low] -= carried;
  beside[low] = gap;
  beside[high] = 0;
}

function rotateRows(
  basis: Float64Array,
  first: number,
  second: number,
  n: number,
  cosine: number,
  sine: number,
): void {
  for (let j = 0; j < n; j++) {
    const a = basis[first + j];
    const b = basis[second + j];
    basis[first + j] = cosine * a - sine * b;
    basis[second + j] = sine * a + cosine * b;
  }
}
