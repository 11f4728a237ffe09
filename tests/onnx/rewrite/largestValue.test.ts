import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { elementsOf, largestValue } from '#passband/onnx/rewrite/largestValue.ts';

test('the largest value between the nodes counts one image of an open batch, and the whole of a fixed one', () => {
  const largest = (batch: number | string) => {
    const g = new GraphBuilder('large');
    const x = g.input('images', 'float32', [batch, 3, 4, 4]);
    const wide = g.add('Concat', [x, x, x], { axis: 1 });
    g.output(g.add('GlobalAveragePool', [wide]), 'logits');
    return largestValue(g.build());
  };
  expect(largest('N')).toBe(9 * 16);
  expect(largest(5)).toBe(5 * 9 * 16);
});

test('a size without a number counts as 1', () => {
  expect(elementsOf(['N', 3, 'height'])).toBe(3);
});
