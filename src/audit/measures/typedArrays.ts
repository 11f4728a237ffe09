import { z } from 'zod';

/**
 * Typed arrays in a JSON file: base64 of their little-endian bytes, a third longer than the bytes and a quarter of the
 * digits. NumPy reads them with `np.frombuffer(base64.b64decode(text), '<i4')` (`'<f4'`, `'<f8'`).
 */
export const int32Text = textOf<Int32Array>(Int32Array);
export const float32Text = textOf<Float32Array>(Float32Array);
export const float64Text = textOf<Float64Array>(Float64Array);

function textOf<T extends ArrayBufferView>(TypedArray: new (buffer: ArrayBuffer) => T) {
  const typed = z.custom<T>((value) => value instanceof TypedArray);
  return z.codec(z.base64(), typed, {
    // A copy, as a small Buffer starts anywhere in a shared one.
    decode: (text) => new TypedArray(Uint8Array.from(Buffer.from(text, 'base64')).buffer),
    encode: ({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('base64'),
  });
}
