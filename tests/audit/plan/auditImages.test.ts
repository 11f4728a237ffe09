import { expect, it } from 'vitest';
import { auditImages } from '#passband/audit/plan/auditImages.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { readWhole, type Split, selectImages } from '#passband/data/dataset/dataset.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { settings } from '../constructedRows.ts';

/** Images of one pixel, which is the image's number; of two classes, one in four of the second. */
const test: Split = {
  images: arrayImages(
    Float32Array.from({ length: 400 }, (_, image) => image),
    [1, 1, 1],
  ),
  labels: Int32Array.from({ length: 400 }, (_, image) => (image % 4 === 3 ? 1 : 0)),
  count: 400,
};
const numbersOf = async (split: Split) => Array.from((await readWhole(split)).images.data);
const drawn = (seed: number) => auditImages(test, settings, seededRandom(seed));

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

it('attacks images of the certificate, at the places that it says, and certifies images of the components', async () => {
  const { main, certified, attacked, attackedPlaces } = drawn(0);
  const certifiedNumbers = await numbersOf(certified);
  expect(Array.from(attackedPlaces, (place) => certifiedNumbers[place])).toEqual(await numbersOf(attacked));
  const all = new Set(await numbersOf(main));
  expect(certifiedNumbers.every((image) => all.has(image))).toBe(true);
});

it('draws the same images for the same seed, others for another, and all where there are fewer', async () => {
  const numbers = (seed: number) => {
    const { attackedPlaces: _, ...splits } = drawn(seed);
    return Promise.all(Object.values(splits).map(numbersOf));
  };
  expect(await numbers(1)).toEqual(await numbers(1));
  expect((await numbers(1))[0]).not.toEqual((await numbers(2))[0]);
  const few = selectImages(test, [...Array(10).keys()]);
  const { main, attacked } = auditImages(few, settings, seededRandom(0));
  expect([main.count, attacked.count]).toEqual([10, 10]);
});
