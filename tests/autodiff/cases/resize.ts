import type { Attributes } from '#passband/onnx/graph/graph.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import type { GradientCase } from './gradientCase.ts';

interface Setting {
  readonly title: string;
  readonly x?: readonly number[];
  readonly scales?: readonly number[];
  readonly sizes?: readonly number[];
  readonly crop?: readonly number[];
  readonly attributes?: Attributes;
}

const placings = ['half_pixel', 'pytorch_half_pixel', 'asymmetric', 'align_corners'];
const roundings = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'];

const nearest = [...placings, 'tf_half_pixel_for_nn'].flatMap((placing) =>
  roundings.flatMap((rounding) =>
    [
      [1, 1, 2, 2],
      [1, 1, 0.5, 1.5],
      [1, 1, 2.7, 0.6],
    ].map(
      (scales): Setting => ({
        title: `nearest, ${placing}, ${rounding}, by ${scales[2]} and ${scales[3]}`,
        scales,
        attributes: { coordinate_transformation_mode: placing, nearest_mode: rounding },
      }),
    ),
  ),
);

const interpolated = ['linear', 'cubic'].flatMap((mode) =>
  placings.flatMap((placing) =>
    [{ scales: [1, 1, 2, 1.5] }, { sizes: [1, 2, 3, 9] }, { scales: [1, 1, 0.6, 2.5] }].map(
      (size): Setting => ({
        title: `${mode}, ${placing}, ${size.sizes ? 'to 3 × 9' : `by ${size.scales[2]} and ${size.scales[3]}`}`,
        ...size,
        attributes: { mode, coordinate_transformation_mode: placing },
      }),
    ),
  ),
);

const settings: readonly Setting[] = [
  ...nearest,
  ...interpolated,
  {
    title: 'cubic, a = −0.5, pixels outside left out',
    scales: [1, 1, 2, 0.7],
    attributes: { mode: 'cubic', cubic_coeff_a: -0.5, exclude_outside: 1 },
  },
  { title: 'nearest, one axis', x: [2, 2, 5], scales: [1, 1, 1.7] },
  { title: 'nearest, all axes', x: [2, 3, 4, 2], scales: [1.5, 2, 0.5, 3] },
  {
    title: 'linear, three axes',
    x: [1, 1, 3, 2, 3],
    scales: [1, 1, 2, 2, 1.5],
    attributes: { mode: 'linear' },
  },
  { title: 'nearest, to sizes', sizes: [1, 2, 7, 3] },
  {
    title: 'linear, a crop that reaches outside',
    sizes: [1, 2, 4, 6],
    crop: [0, 0, 0.2, -0.3, 1, 1, 0.9, 1.1],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize' },
  },
];

export const resizeCases: readonly GradientCase[] = settings.map(
  ({ title, x = [1, 2, 5, 4], scales, sizes, crop, attributes }) => ({
    rule: 'Resize',
    title,
    inputs: [x],
    build: (g, value) => {
      const floats = (numbers?: readonly number[]) =>
        numbers ? g.constant(float32([numbers.length], numbers)) : '';
      const inputs = [value, floats(crop), floats(scales), ...(sizes ? [g.ints(...sizes)] : [])];
      return g.add('Resize', inputs, attributes);
    },
  }),
);
