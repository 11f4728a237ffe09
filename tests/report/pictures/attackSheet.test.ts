import { expect, it } from 'vitest';
import { type AttackExample, attackSheet } from '#passband/report/pictures/attackSheet.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { parseXml } from '../../support/parseXml.ts';

function exampleOf(given: Partial<AttackExample> = {}, change = 0.02): AttackExample {
  const original = float32([3, 4, 4], new Float32Array(48).fill(0.5));
  return {
    label: 'cat',
    original,
    adversarial: float32(
      [3, 4, 4],
      original.data.map((pixel) => pixel + change),
    ),
    before: { name: 'cat', confidence: 0.9 },
    after: { name: 'dog', confidence: 0.6 },
    ...given,
  };
}

it('shows each image before, what was added, and after, with the answers', () => {
  const sheet = attackSheet([exampleOf(), exampleOf({ label: 'bird' })], { note: 'pgd@8/255' });
  parseXml(sheet);
  expect(sheet.match(/<image /g)).toHaveLength(6);
  expect(sheet.match(/✓ cat 90\.0/g)).toHaveLength(1);
  expect(sheet).toContain('dog 60.0');
  expect(sheet).toContain('pgd@8/255');
});

it('magnifies what was added by one whole number, so that the largest change is near black or white', () => {
  expect(attackSheet([exampleOf({}, 0.02), exampleOf({}, 0.01)], { note: '' }).match(/× \d+/g)).toEqual([
    '× 25',
    '× 25',
  ]);
  expect(attackSheet([exampleOf({}, 0)], { note: '' })).toContain('× 1<');
  expect(attackSheet([exampleOf({}, 0.49)], { note: '' })).toContain('× 1<');
});

it('takes grey images, and class names from outside that are no markup', () => {
  const grey = float32([1, 2, 3]);
  const name = `<b onload="x">${'long '.repeat(40)}`;
  const example = exampleOf({
    original: grey,
    adversarial: grey,
    label: name,
    after: { name, confidence: 1 },
  });
  const sheet = attackSheet([example], { note: '<i>' });
  parseXml(sheet);
  expect(sheet).not.toContain('<b');
  expect(sheet).not.toContain('<i>');
  expect(sheet).toContain('…');
});
