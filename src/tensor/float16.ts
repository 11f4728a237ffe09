/** Numbers of the bits of half-precision floats (IEEE 754 binary16), exactly. */
export function fromFloat16(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/** The bits of the half-precision float nearest to a number, ties to even; infinite from 65520 on. */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // The exponent as float32 has it, which is exact where a logarithm is not.
  const bits = new Uint32Array(Float32Array.of(size).buffer)[0];
  const exponent = Math.max((bits >>> 23) - 127, -14);
  const steps = size / 2 ** (exponent - 10);
  const down = Math.floor(steps);
  const up = steps - down > 0.5 || (steps - down === 0.5 && down % 2 === 1);
  // A carry from the fraction rightly goes into the exponent.
  return sign | (((exponent + 14) << 10) + down + (up ? 1 : 0));
}
