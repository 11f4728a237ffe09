import { float32, tensor } from '#passband/tensor/tensor.ts';
import type { GradientCase } from './gradientCase.ts';

// As long as the step of the central differences, and the inputs are multiples of it: no rounding takes place.
const unit = 0.01;
const multiples = float32(
  [2, 2, 3],
  [-190, -120, -61, -20, -4, 3, 50, 77, 110, 150, 180, 240].map((count) => count * unit),
);

const stated = ['QuantizeLinear', 'DequantizeLinear'].flatMap((rule): GradientCase[] => [
  {
    rule,
    title: 'uint8, values on either side of its range',
    inputs: [multiples],
    build: (g, x) => {
      const [scale, zeroPoint] = [g.scalar(unit), g.constant(tensor('uint8', [], Uint8Array.of(100)))];
      const whole = g.add('QuantizeLinear', [x, scale, zeroPoint]);
      return g.add('DequantizeLinear', [whole, scale, zeroPoint]);
    },
  },
  {
    rule,
    title: 'int8, a scale for each channel, turned in between',
    inputs: [multiples],
    build: (g, x) => {
      const scales = g.constant(float32([2], [unit, unit / 2]));
      const zeroPoints = g.constant(tensor('int8', [2], Int8Array.of(0, -10)));
      const whole = g.add('QuantizeLinear', [x, scales, zeroPoints]);
      const turned = g.add('Transpose', [whole], { perm: [0, 2, 1] });
      return g.add('DequantizeLinear', [turned, scales, zeroPoints], { axis: -1 });
    },
  },
  {
    rule,
    title: 'no zero point, a list of one scale',
    inputs: [multiples],
    build: (g, x) => {
      const scale = g.constant(float32([1], [unit]));
      return g.add('DequantizeLinear', [g.add('QuantizeLinear', [x, scale]), scale]);
    },
  },
]);

export const quantizationCases: readonly GradientCase[] = [
  ...stated,
  {
    rule: 'DynamicQuantizeLinear',
    title: 'smallest and largest value apart, which give the scale',
    inputs: [float32([2, 3], [-0.9, -0.31, 0, 0.03, 0.77, 1.2])],
    build: (g, x) => {
      const ends = g.constant(float32([2, 1], [-100 * unit, 155 * unit]));
      const all = g.add('Concat', [x, ends], { axis: 1 });
      return g.add('DequantizeLinear', g.addMany('DynamicQuantizeLinear', [all], 3));
    },
  },
];
