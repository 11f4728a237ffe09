import { expect, it } from 'vitest';
import { auditImages } from '#passband/audit/plan/auditImages.ts';
import type { Split } from '#passband/data/dataset/dataset.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { settings } from '../constructedRows.ts';

/** Images of one pixel, which is the image's number; of two classes, one in four of the second. */
const test: Split = {
  images: Float32Array.from({ length: 400 }, (_, image) => image),
  labels: Int32Array.from({ length: 400 }, (_, image) => (image % 4 === 3 ? 1 : 0)),
  count: 400,
};
const drawn = (seed: number) => auditImages(test, [1, 1, 1], settings, seededRandom(seed));

it('draws as many images as the settings say, with the share of each class', () => {
  const { main, certified, attacked, heatMap, smoothed } = drawn(0);
  expect([main, certified, attacked, heatMap, smoothed].map(({ count }) => count)).toEqual([
    settings.images,
    settings.certificateImages,
    settings.attackImages,
    settings.heatMapImages,
    settings.smoothingImages,
  ]);
  expect(main.labels.filter((label) => label === 1)).toHaveLength(settings.images / 4);
});

it('attacks images of the certificate, at the places that it says, and certifies images of the components', () => {
  const { main, certified, attacked, attackedPlaces } = drawn(0);
  expect(Array.from(attackedPlaces, (place) => certified.images[place])).toEqual([...attacked.images]);
  const all = new Set(main.images);
  expect([...certified.images].every((image) => all.has(image))).toBe(true);
});

it('draws the same images for the same seed, others for another, and all where there are fewer', () => {
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1).main.images).not.toEqual(drawn(2).main.images);
  const few = { images: test.images.subarray(0, 10), labels: test.labels.subarray(0, 10), count: 10 };
  const { main, attacked } = auditImages(few, [1, 1, 1], settings, seededRandom(0));
  expect([main.count, attacked.count]).toEqual([10, 10]);
});
