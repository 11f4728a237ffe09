import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Convention } from '#passband/networks/classifier/convention.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { toFloat16 } from '#passband/tensor/float16.ts';
import { float32, sizeOf, slice, type Tensor } from '#passband/tensor/tensor.ts';

/** What a model is given, computed in plain words: range, order of the channels, mean and standard deviation. */
export function preprocessed(
  images: Tensor<'float32'>,
  { channels, range, mean, std }: Convention,
): Tensor<'float32'> {
  const [count, depth, height, width] = images.shape;
  const area = height * width;
  const result = float32(images.shape);
  for (let plane = 0; plane < count * depth; plane++) {
    const channel = plane % depth;
    const from = (channels === 'BGR' ? plane + depth - 1 - 2 * channel : plane) * area;
    const [shift, scale] = [mean[channel] ?? mean[0], std[channel] ?? std[0]];
    for (let at = 0; at < area; at++) {
      const pixel = images.data[from + at] * (range[1] - range[0]) + range[0];
      result.data[plane * area + at] = (pixel - shift) / scale;
    }
  }
  return result;
}

/** The output of a file in ONNX Runtime, [n, classes], in batches that the file takes. */
export async function plainAnswers(path: string, images: Tensor<'float32'>): Promise<Tensor<'float32'>> {
  const session = await InferenceSession.create(path, { logSeverityLevel: 4, intraOpNumThreads: 2 });
  const [[name, { type, shape }]] = readModel(path).inputs;
  const batch = typeof shape[0] === 'number' ? shape[0] : 20;
  const rows: number[][] = [];
  for (let start = 0; start < images.shape[0]; start += batch) {
    const some = slice(images, start, Math.min(start + batch, images.shape[0]));
    const fed =
      type === 'float16'
        ? new OrtTensor('float16', wholeHalves(some.data), some.shape)
        : new OrtTensor('float32', some.data, some.shape);
    const [{ data, dims }] = Object.values(await session.run({ [name]: fed }));
    const classes = sizeOf(dims) / dims[0];
    const numbers = Array.from(data as Float32Array, Number);
    for (let row = 0; row < dims[0]; row++) rows.push(numbers.slice(row * classes, (row + 1) * classes));
  }
  await session.release();
  return float32([rows.length, rows[0].length], rows.flat());
}

/** Half-precision bits of whole numbers in −256 … 255, which pixels of 0–255 less whole means are. */
function wholeHalves(pixels: Float32Array): Uint16Array {
  const table = Uint16Array.from({ length: 512 }, (_, index) => toFloat16(index - 256));
  return new Uint16Array(pixels.length).map((_, at) => table[Math.round(pixels[at]) + 256]);
}
