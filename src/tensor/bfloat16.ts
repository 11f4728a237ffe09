/** Numbers of the bits of bfloat16, which are the upper half of those of float32, exactly. */
export function fromBfloat16(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}
