import ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { blockedDataGradient } from '#passband/autodiff/rules/blocked/blockedDataGradient.ts';
import { blockedFilterGradient } from '#passband/autodiff/rules/blocked/blockedFilterGradient.ts';
import { blockWeights } from '#passband/layout/blockWeights.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../../support/models/runGraph.ts';

const block = await blockSize(ort);
const domain = 'com.microsoft.nchwc';

const cases = [
  {
    title: '3×3, 16 → 32 channels',
    n: 5,
    c: 16,
    o: 32,
    sides: [8, 12],
    kernel: [3, 3],
    stride: [1, 1],
    pads: [1, 1, 1, 1],
  },
  {
    title: '3×3, stride 2',
    n: 2,
    c: 32,
    o: 16,
    sides: [16, 8],
    kernel: [3, 3],
    stride: [2, 2],
    pads: [1, 1, 1, 1],
  },
  {
    title: '3×3, stride 2, odd sides',
    n: 3,
    c: 16,
    o: 16,
    sides: [9, 7],
    kernel: [3, 3],
    stride: [2, 2],
    pads: [1, 1, 1, 1],
  },
  {
    title: '1×1, stride 2',
    n: 3,
    c: 32,
    o: 32,
    sides: [8, 8],
    kernel: [1, 1],
    stride: [2, 2],
    pads: [0, 0, 0, 0],
  },
  { title: '1×1', n: 4, c: 16, o: 32, sides: [4, 4], kernel: [1, 1], stride: [1, 1], pads: [0, 0, 0, 0] },
  {
    title: '5×5, pads of 2',
    n: 3,
    c: 32,
    o: 64,
    sides: [14, 14],
    kernel: [5, 5],
    stride: [1, 1],
    pads: [2, 2, 2, 2],
  },
  {
    title: '3×3 on three channels',
    n: 3,
    c: 3,
    o: 16,
    sides: [8, 8],
    kernel: [3, 3],
    stride: [1, 1],
    pads: [1, 1, 1, 1],
  },
  {
    title: '7×7, stride 2, on three channels',
    n: 2,
    c: 3,
    o: 32,
    sides: [20, 16],
    kernel: [7, 7],
    stride: [2, 2],
    pads: [3, 3, 3, 3],
  },
  {
    title: '11×11, stride 4, rows left over',
    n: 2,
    c: 3,
    o: 16,
    sides: [29, 30],
    kernel: [11, 11],
    stride: [4, 4],
    pads: [2, 2, 2, 2],
  },
  {
    title: '5×5 on one channel',
    n: 2,
    c: 1,
    o: 32,
    sides: [28, 28],
    kernel: [5, 5],
    stride: [1, 1],
    pads: [2, 2, 2, 2],
  },
  {
    title: 'uneven pads and kernel',
    n: 3,
    c: 16,
    o: 16,
    sides: [7, 8],
    kernel: [2, 3],
    stride: [1, 2],
    pads: [1, 0, 0, 2],
  },
] as const;

describe.skipIf(block === 1)('blocked convolution', () => {
  test.each(cases)(
    '$title has the gradients of its sum of products',
    async ({ n, c, o, sides, kernel, stride, pads }) => {
      const out = [0, 1].map(
        (axis) => Math.floor((sides[axis] + pads[axis] + pads[axis + 2] - kernel[axis]) / stride[axis]) + 1,
      );
      const random = seededRandom('blocked');
      const normal = (shape: readonly number[]) =>
        float32(shape, Float32Array.from({ length: sizeOf(shape) }, random.normal));
      const x = normal([n, c, ...sides]);
      const w = normal([o, c, ...kernel]);
      const dy = normal([n, o, ...out]);

      const g = new GraphBuilder('gradients');
      for (const [name, { shape }] of Object.entries({ x, w, dy })) g.input(name, 'float32', shape);
      const reorder = (value: string) => g.add('ReorderInput', [value], {}, { domain });
      const convolution = {
        block,
        input: x.shape,
        weights: w.shape,
        output: dy.shape,
        strides: stride,
        pads,
      };
      const image = c < block;
      const dx = blockedDataGradient(g, blockWeights(g, 'w', block), reorder('dy'), convolution);
      g.output(image ? dx : g.add('ReorderOutput', [dx], { channels: c }, { domain }), 'dx');
      const dw = blockedFilterGradient(g, image ? 'x' : reorder('x'), reorder('dy'), convolution);
      const inner = image ? 1 : block;
      const split = g.add('Reshape', [dw, g.ints(o / block, c / inner, ...kernel, inner, block)]);
      const plain = g.add('Transpose', [split], { perm: [0, 5, 1, 4, 2, 3] });
      g.output(g.add('Reshape', [plain, g.ints(...w.shape)]), 'dw');
      const results = await runGraph(g.build(), { x, w, dy });

      const expected = reference({ x, w, dy }, { stride, pads });
      expect(distance(results.dx.data as Float32Array, expected.dx)).toBeLessThan(1e-5);
      expect(distance(results.dw.data as Float32Array, expected.dw)).toBeLessThan(1e-5);
    },
  );
});

type Tensors = Record<'x' | 'w' | 'dy', ReturnType<typeof float32>>;

/** The definition, in float64. */
function reference(
  { x, w, dy }: Tensors,
  { stride, pads }: { stride: readonly number[]; pads: readonly number[] },
) {
  const [n, c, height, width] = x.shape;
  const [o, , kernelHeight, kernelWidth] = w.shape;
  const [, , rows, columns] = dy.shape;
  const dx = new Float64Array(x.data.length);
  const dw = new Float64Array(w.data.length);
  for (let image = 0; image < n; image++)
    for (let out = 0; out < o; out++)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const g = dy.data[((image * o + out) * rows + row) * columns + column];
          for (let channel = 0; channel < c; channel++)
            for (let ky = 0; ky < kernelHeight; ky++)
              for (let kx = 0; kx < kernelWidth; kx++) {
                const y = row * stride[0] + ky - pads[0];
                const z = column * stride[1] + kx - pads[1];
                if (y < 0 || y >= height || z < 0 || z >= width) continue;
                const pixel = ((image * c + channel) * height + y) * width + z;
                const tap = ((out * c + channel) * kernelHeight + ky) * kernelWidth + kx;
                dx[pixel] += g * w.data[tap];
                dw[tap] += g * x.data[pixel];
              }
        }
  return { dx, dw };
}

/** Largest difference over the largest value. */
function distance(actual: Float32Array, expected: Float64Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const worst = actual.reduce((most, value, index) => Math.max(most, Math.abs(value - expected[index])), 0);
  return worst / expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
