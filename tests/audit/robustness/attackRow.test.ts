import { expect, it } from 'vitest';
import { type AttackOutcome, attack } from '#passband/attacks/attack.ts';
import { attackSettings, type GivenAttack } from '#passband/attacks/attackSettings.ts';
import { attackRow, attackRowSchema, standingOf } from '#passband/audit/robustness/attackRow.ts';
import { energyByRadius } from '#passband/audit/robustness/energyByRadius.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { ImageSource } from '#passband/data/dataset/imageSource.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { linearClassifier, prototypeImages } from '../../attacks/linearClassifier.ts';

const shape = [1, 6, 6] as const;
const { images, labels } = prototypeImages(3, shape, 20, seededRandom('rows'));
const split = { images: arrayImages(images.data, shape), labels, count: 20 };
const classifier = linearClassifier(3, shape, [0, 1]);
classifier.train(images, labels, 2);

async function rowOf(given: Omit<GivenAttack, 'epsilon'>, value: number) {
  const planned = {
    name: `${given.method}@${value}`,
    epsilon: { value, text: `${value}` },
    settings: attackSettings({ ...given, epsilon: value }),
  };
  const outcomes: AttackOutcome[] = [];
  const row = await attackRow(classifier, split, planned, {
    ...{ random: seededRandom(1), radii: [1, 3] },
    onBatch: ({ outcome }) => outcomes.push(outcome),
  });
  const [outcome] = outcomes;
  expect(attackRowSchema.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
  return { row, outcome };
}

it('says of each image whether it stands', async () => {
  const { row, outcome } = await rowOf({ method: 'pgd', steps: 5 }, 0.1);
  expect([...standingOf(row)]).toEqual([...outcome.fallen].map((flag) => 1 - flag));
  expect(row.robust).toMatchObject({ value: [...standingOf(row)].filter(Boolean).length / 20, n: 20 });
  expect(row.evaluations).toBeGreaterThan(0);
  expect(row.bandLeak).toBeNull();
});

it('at size 0 leaves what is right, and no perturbation to look at', async () => {
  const { row } = await rowOf({ method: 'pgd', steps: 2 }, 0);
  const right = classifier.right(images, labels).filter(Boolean).length;
  expect(row.robust.value).toBe(right / 20);
  expect(row.energy).toMatchObject({ n: 0 });
});

it('counts what stands after each restart, which never rises and ends at robust accuracy', async () => {
  const { row } = await rowOf({ method: 'noise', restarts: 20 }, 0.3);
  expect(row.afterRestart).toHaveLength(20);
  for (const [index, share] of row.afterRestart.slice(1).entries()) {
    expect(share).toBeLessThanOrEqual(row.afterRestart[index]);
  }
  expect(row.afterRestart.at(-1)).toBe(row.robust.value);
  expect(row.afterRestart[0]).toBeGreaterThan(row.robust.value);
});

it('sees where the perturbations live: low ones within the radius, but for what the bounds put elsewhere', async () => {
  const band = { radius: 1, keep: 'low' } as const;
  const { row } = await rowOf({ method: 'pgd', steps: 5, band }, 0.05);
  expect(row.bandLeak).toBeGreaterThanOrEqual(0);
  expect(row.energy.within[0]).toMatchObject({ radius: 1 });
  // A mean of shares beside a share of sums.
  expect(1 - row.energy.within[0].share).toBeCloseTo(row.bandLeak!, 1);
  expect(row.energy.within[0].share).toBeGreaterThan(2 * row.energy.within[0].white);
});

it('asks again with the images rounded to 8 bits', async () => {
  const half = await rowOf({ method: 'fgsm' }, 0.4 / 255);
  // Prototypes are not on the 8-bit grid: rounding moves each pixel by as much as the attack does.
  const again = await classifier.logits({
    ...half.outcome.adversarial,
    data: half.outcome.adversarial.data.map((pixel) => Math.round(255 * pixel) / 255),
  });
  const right = [...labels].filter((label, image) => {
    const row = [...again.data.subarray(3 * image, 3 * image + 3)];
    return row.indexOf(Math.max(...row)) === label;
  });
  expect(half.row.rounded.value).toBe(right.length / 20);
});

it('is the same however many images are attacked at once', async () => {
  const many = prototypeImages(3, shape, 530, seededRandom('many'));
  const source = arrayImages(many.images.data, shape);
  const reads: number[] = [];
  const counted: ImageSource = {
    ...source,
    read: (indices) => {
      reads.push(indices.length);
      return source.read(indices);
    },
  };
  const band = { radius: 1, keep: 'low' } as const;
  const settings = attackSettings({ method: 'pgd', epsilon: 0.05, steps: 1, band });
  const planned = { name: 'pgd@0.05', epsilon: { value: 0.05, text: '0.05' }, settings };
  const places: number[] = [];
  const row = await attackRow(classifier, { ...many, images: counted, count: 530 }, planned, {
    ...{ random: seededRandom(1), radii: [1] },
    onBatch: ({ start }) => places.push(start),
  });
  expect([reads, places]).toEqual([
    [512, 18],
    [0, 512],
  ]);
  const whole = await attack(classifier, many.images, many.labels, settings, { random: seededRandom(1) });
  const { evaluations, zeroGradientShare, bandLeak, fallen, adversarial } = whole;
  expect(row).toMatchObject({ evaluations, zeroGradientShare, bandLeak });
  expect([...standingOf(row)]).toEqual([...fallen].map((flag) => 1 - flag));
  const { attacks } = energyByRadius(many.images, { all: adversarial }, { radii: [1] });
  expect({ attack: 'all', ...row.energy }).toEqual(attacks[0]);
});
