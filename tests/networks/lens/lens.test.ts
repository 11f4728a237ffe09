import { describe, expect, it } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { addLens, withLens } from '#passband/networks/lens/lens.ts';
import { radialMasks, splitGraph } from '#passband/networks/lens/splitGraph.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { radialMask } from '#passband/spectrum/split/radialMask.ts';
import { rescale, rescales } from '#passband/spectrum/split/rescale.ts';
import { splitAtRadii, splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, slice, type Tensor } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../support/models/runGraph.ts';
import { largestGap, pixels } from '../../support/pixels.ts';

/** Σ weights · component, with its gradient with respect to the images. */
function weighedComponent(
  component: 'lfc' | 'hfc',
  weights: Tensor<'float32'>,
  options: Parameters<typeof addLens>[3],
) {
  const g = new GraphBuilder('weighed');
  const images = g.input('images', 'float32', weights.shape);
  const mask = g.input('mask', 'float32', weights.shape.slice(-2));
  const value = addLens(g, images, mask, options)[component];
  const products = g.add('Mul', [value, g.constant(weights)]);
  g.output(g.add('ReduceSum', [products, g.ints(0, 1, 2, 3)], { keepdims: 0 }), 'sum');
  return gradient(g.build(), { of: 'sum', withRespectTo: ['images'] });
}

describe('the lens', () => {
  const shapes = [
    { shape: [2, 3, 32, 32] },
    { shape: [3, 1, 28, 28] },
    { shape: [1, 3, 15, 22] },
    { shape: [1, 2, 9, 7] },
    { shape: [1, 1, 1, 6] },
    { shape: [1, 1, 96, 130] },
  ] as const;

  it.each(shapes)('splits $shape as the transform does', async ({ shape }) => {
    const images = pixels(shape, 3);
    const [, channels, height, width] = shape;
    const radii = [0, 2, 3.5, 8];
    const { lfc, hfc } = await runGraph(splitGraph([channels, height, width], radii.length), {
      images,
      masks: radialMasks(height, width, radii),
    });
    expect(lfc.shape).toEqual([radii.length, ...shape]);
    splitAtRadii(images, radii).forEach((expected, index) => {
      const part = (all: Tensor) => slice(all as Tensor<'float32'>, index, index + 1).data;
      expect(largestGap(part(lfc), expected.lfc.data)).toBeLessThan(1e-5);
      expect(largestGap(part(hfc), expected.hfc.data)).toBeLessThan(1e-5);
    });
  });

  it('takes the masks of every distance and boundary', async () => {
    const images = pixels([2, 3, 12, 10], 4);
    const graph = splitGraph([3, 12, 10], 1);
    for (const distance of ['l2', 'l1', 'linf'] as const) {
      for (const boundary of ['inclusive', 'exclusive'] as const) {
        for (const radius of [3, 5, 6]) {
          const masks = radialMasks(12, 10, [radius], { distance, boundary });
          const { lfc } = await runGraph(graph, { images, masks });
          const expected = splitFrequencies(images, radius, { distance, boundary });
          expect(largestGap(lfc.data as Float32Array, expected.lfc.data)).toBeLessThan(1e-5);
        }
      }
    }
  });

  it.each(rescales)('rescales by %s as `rescale` does', async (kind) => {
    // The second image is flat: its HFC is rounding, which `max` must leave alone.
    const images = pixels([2, 3, 8, 8], 5);
    images.data.fill(0.5, images.data.length / 2);
    const radii = [2, 3];
    const { lfc, hfc } = await runGraph(splitGraph([3, 8, 8], 2, { rescale: kind }), {
      images,
      masks: radialMasks(8, 8, radii),
    });
    splitAtRadii(images, radii).forEach((expected, index) => {
      const part = (all: Tensor) => slice(all as Tensor<'float32'>, index, index + 1).data;
      expect(largestGap(part(lfc), rescale(expected.lfc, kind).data)).toBeLessThan(1e-5);
      expect(largestGap(part(hfc), rescale(expected.hfc, kind).data)).toBeLessThan(1e-5);
    });
  });

  it('passes gradients back through the same filter, as it is its own transpose', async () => {
    const weights = pixels([2, 3, 12, 9], 6);
    const expected = splitFrequencies(weights, 3);
    const feeds = { images: pixels([2, 3, 12, 9], 7), mask: radialMask(12, 9, 3) };
    for (const component of ['lfc', 'hfc'] as const) {
      const results = await runGraph(weighedComponent(component, weights, {}), feeds);
      const actual = results['gradient/images'].data as Float32Array;
      expect(largestGap(actual, expected[component].data)).toBeLessThan(1e-5);
    }
  });

  it.each(['clip', 'max'] as const)('passes gradients back through %s', async (kind) => {
    const weights = pixels([1, 2, 6, 5], 8);
    const images = pixels([1, 2, 6, 5], 9);
    const mask = radialMask(6, 5, 1);
    const graph = weighedComponent('hfc', weights, { rescale: kind });
    const actual = (await runGraph(graph, { images, mask }))['gradient/images'].data as Float32Array;
    const objective = (at: number, step: number) => {
      const moved = float32(images.shape, images.data.slice());
      moved.data[at] += step;
      const { hfc } = splitFrequencies(moved, 1);
      return rescale(hfc, kind).data.reduce((sum, value, index) => sum + value * weights.data[index], 0);
    };
    const step = 1e-3;
    const slopes = images.data.map((_, at) => (objective(at, step) - objective(at, -step)) / (2 * step));
    expect(Math.max(...slopes.map(Math.abs))).toBeGreaterThan(0.1);
    expect(largestGap(actual, slopes)).toBeLessThan(5e-3);
  });

  it('in front of a network shows it one component', async () => {
    const { graph } = buildNetwork('lenet', {
      classes: 10,
      shape: [1, 28, 28],
      random: seededRandom('lens'),
    });
    const images = pixels([3, 1, 28, 28], 10);
    const mask = radialMask(28, 28, 5);
    const parts = splitFrequencies(images, 5);
    for (const component of ['lfc', 'hfc'] as const) {
      const lensed = withLens(graph, { component, rescale: 'max' });
      expect([...lensed.inputs.keys()].toSorted()).toEqual(['images', 'mask']);
      const { logits } = await runGraph(lensed, { images, mask });
      const plain = await runGraph(graph, { images: rescale(parts[component], 'max') });
      const unfiltered = await runGraph(graph, { images });
      expect(largestGap(logits.data as Float32Array, plain.logits.data as Float32Array)).toBeLessThan(1e-5);
      const change = largestGap(logits.data as Float32Array, unfiltered.logits.data as Float32Array);
      expect(change).toBeGreaterThan(1e-3);
    }
  });

  it('needs images of a fixed size, a mask of that size and a graph with images', () => {
    const g = new GraphBuilder('wrong');
    const images = g.input('images', 'float32', ['N', 3, 8, 8]);
    const open = g.input('open', 'float32', ['N', 3, 'h', 8]);
    const mask = g.input('mask', 'float32', [8, 9]);
    expect(() => addLens(g, images, mask)).toThrow("addLens: mask 'mask' must end in [8, 8], got [8,9]");
    expect(() => addLens(g, open, mask)).toThrow("addLens: 'open' must be float32 [batch, c, h, w]");
    expect(() => withLens(new GraphBuilder('empty').build(), { component: 'lfc' })).toThrow(
      "withLens: graph 'empty' must have an input 'images'",
    );
  });
});
