import { describe, expect, it } from 'vitest';
import { attack } from '#passband/attacks/attack.ts';
import type { AttackedImage } from '#passband/attacks/attackImage.ts';
import { type AttackSettings, attackSettings, type GivenAttack } from '#passband/attacks/attackSettings.ts';
import { methodNames, methods } from '#passband/attacks/methods/methods.ts';
import { norms } from '#passband/attacks/perturbation/norms.ts';
import type { Searches } from '#passband/attacks/search.ts';
import type { KeptParts } from '#passband/attacks/searchParts.ts';
import { NotFiniteError } from '#passband/runtime/notFiniteError.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, slice, type Tensor } from '#passband/tensor/tensor.ts';
import { linearClassifier, prototypeImages } from './linearClassifier.ts';

const shape = [2, 5, 5];
const classifier = linearClassifier(4, shape, [0, 1]);
const training = prototypeImages(4, shape, 400, seededRandom('training'));
classifier.train(training.images, training.labels, 5);
const { images, labels } = prototypeImages(4, shape, 60, seededRandom('test'));
const count = labels.length;
// Three images that are wrong from the start.
for (const n of [5, 17, 40]) labels[n] = (labels[n] + 1) % 4;
const cleanlyRight = classifier.right(images, labels);

const band = { radius: 1, keep: 'low' } as const;
const attacks: Readonly<Record<string, Omit<GivenAttack, 'epsilon'>>> = {
  fgsm: { method: 'fgsm' },
  pgd: { method: 'pgd', randomStart: false },
  'pgd with random starts': { method: 'pgd', steps: 5, restarts: 3 },
  'pgd with a falling step': { method: 'pgd', schedule: 'cosine' },
  'pgd towards the least likely class': { method: 'pgd', target: 'least-likely' },
  'pgd towards random classes': { method: 'pgd', target: 'random', randomStart: false, restarts: 2 },
  'pgd within a band': { method: 'pgd', band },
  'pgd beyond a band': { method: 'pgd', band: { ...band, keep: 'high' } },
  'momentum pgd': { method: 'momentum-pgd' },
  apgd: { method: 'apgd', steps: 12 },
  square: { method: 'square', steps: 40 },
  noise: { method: 'noise', restarts: 3 },
};
const table = Object.entries(attacks).flatMap(([name, given]) =>
  methods[given.method].norms.map(
    (norm) =>
      [`${name} in ${norm}`, (epsilon: number) => attackSettings({ ...given, norm, epsilon })] as const,
  ),
);
/** As strong in both norms as to bring some images down, not all. */
const middling = ({ norm }: AttackSettings) => (norm === 'linf' ? 0.17 : 0.9);
const half = (settingsOf: (epsilon: number) => AttackSettings) => settingsOf(middling(settingsOf(0)));

const run = (settings: AttackSettings, options: object = {}, attacked = classifier) =>
  attack(attacked, images, labels, settings, { random: seededRandom(7), ...options });

/** Each image's ‖δ‖ in float64 from the stored numbers. */
function distances(adversarial: Tensor<'float32'>, norm: AttackSettings['norm']): number[] {
  return Array.from({ length: count }, (_, n) =>
    norms[norm].size(
      Float64Array.from({ length: 50 }, (_, i) => adversarial.data[n * 50 + i] - images.data[n * 50 + i]),
    ),
  );
}

it('every method is attacked with', () => {
  expect(new Set(Object.values(attacks).map(({ method }) => method))).toEqual(new Set(methodNames));
});

describe.each(table)('%s', (_, settingsOf) => {
  const { norm, method, band: filter } = settingsOf(0);

  it('with epsilon 0 returns the images, and the clean answers', async () => {
    const { adversarial, fallen } = await run(settingsOf(0));
    expect(adversarial.data).toEqual(images.data);
    expect([...fallen]).toEqual(cleanlyRight.map((right) => (right ? 0 : 1)));
  });

  // Epsilons that float32 cannot hold, below and above a pixel's last bit.
  it.each([1e-9, 0.1 / 255, 8 / 255, 0.3, 1 / 3, 5])(
    'stays within epsilon = %d and within the bounds exactly',
    async (epsilon) => {
      const { adversarial } = await run(settingsOf(epsilon));
      expect(Math.max(...distances(adversarial, norm))).toBeLessThanOrEqual(epsilon);
      expect(Math.min(...adversarial.data)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...adversarial.data)).toBeLessThanOrEqual(1);
    },
  );

  it('says truly which images are wrong, and brings some down but not all', async () => {
    const { adversarial, fallen, fallenAtRestart } = await run(half(settingsOf));
    expect([...fallen]).toEqual(classifier.right(adversarial, labels).map((right) => (right ? 0 : 1)));
    expect([...fallenAtRestart].map((restart) => (restart >= 0 ? 1 : 0))).toEqual([...fallen]);
    expect(fallen.every(Boolean)).toBe(false);
    const brought = fallen.filter((fell, n) => fell && cleanlyRight[n]).length;
    if (method !== 'noise' && filter === null) expect(brought).toBeGreaterThan(0);
  });

  it('does not attack images that are wrong from the start, nor ones that have fallen', async () => {
    const asked = new Array<number>(count).fill(0);
    const wrongSeen = new Array<number>(count).fill(0);
    const look = (batch: Tensor<'float32'>) => {
      const right = classifier.right(batch, labelsOf(batch));
      nearestImages(batch).forEach((image, row) => {
        asked[image]++;
        if (!right[row]) wrongSeen[image]++;
      });
    };
    const labelsOf = (batch: Tensor<'float32'>) =>
      Int32Array.from(nearestImages(batch), (image) => labels[image]);
    const spied = {
      ...classifier,
      logits: (batch: Tensor<'float32'>) => {
        look(batch);
        return classifier.logits(batch);
      },
      inputGradient: (batch: Tensor<'float32'>, truth: Int32Array) => {
        look(batch);
        return classifier.inputGradient(batch, truth);
      },
    };
    const { adversarial, evaluations, fallen, fallenAtRestart } = await run(half(settingsOf), {}, spied);
    expect(evaluations).toBe(asked.reduce((sum, times) => sum + times, 0));
    // The first wrong answer is the last question.
    expect(wrongSeen).toEqual([...fallen]);
    cleanlyRight.forEach((right, image) => {
      if (right) return;
      expect(asked[image]).toBe(1);
      expect(fallenAtRestart[image]).toBe(0);
      expect(slice(adversarial, image, image + 1).data).toEqual(slice(images, image, image + 1).data);
    });
  });

  it('finds the same again with the same seed, in any batch and any number at once', async () => {
    const settings = half(settingsOf);
    const { adversarial, evaluations } = await run(settings);
    const again = await run(settings, { inFlight: 7 });
    expect(again.adversarial.data).toEqual(adversarial.data);
    expect(again.evaluations).toBe(evaluations);
    const numbers = [31, 4, 58];
    const rows = numbers.map((n) => slice(images, n, n + 1).data);
    const some = await attack(
      classifier,
      float32(
        [3, ...shape],
        rows.flatMap((row) => [...row]),
      ),
      Int32Array.from(numbers, (n) => labels[n]),
      settings,
      { random: seededRandom(7), numbers },
    );
    numbers.forEach((n, row) => {
      expect(slice(some.adversarial, row, row + 1).data).toEqual(slice(adversarial, n, n + 1).data);
    });
  });

  it('leaves the given images as they are', async () => {
    const before = images.data.slice();
    await run(half(settingsOf));
    expect(images.data).toEqual(before);
  });

  it('walks its whole way where it is told not to stop', async () => {
    const settings = half(settingsOf);
    const { adversarial, fallen, evaluations } = await run(settings, { stopOnSuccess: false });
    expect([...fallen]).toEqual(classifier.right(adversarial, labels).map((right) => (right ? 0 : 1)));
    const oneRestart = settings.steps + 1;
    expect(evaluations).toBeGreaterThanOrEqual(count * oneRestart);
    expect(distances(adversarial, norm).every((distance) => distance > 0)).toBe(true);
  });
});

/** Which image each row is a perturbation of. */
function nearestImages(batch: Tensor<'float32'>): number[] {
  return Array.from({ length: batch.shape[0] }, (_, row) => {
    const seen = slice(batch, row, row + 1).data;
    const far = Array.from({ length: count }, (_, n) =>
      slice(images, n, n + 1).data.reduce((sum, pixel, at) => sum + (pixel - seen[at]) ** 2, 0),
    );
    return far.indexOf(Math.min(...far));
  });
}

const standing = async (given: GivenAttack) =>
  (await run(attackSettings(given))).fallen.filter((fell) => !fell).length;

describe('attacks of one size', () => {
  it('fgsm uses the whole of epsilon: it moves each pixel by it along the sign of its gradient', async () => {
    const { gradient } = await classifier.inputGradient(images, labels);
    const settings = attackSettings({ method: 'fgsm', epsilon: 0.05 });
    const { adversarial } = await run(settings, { stopOnSuccess: false });
    adversarial.data.forEach((pixel, index) => {
      const expected = Math.min(Math.max(images.data[index] + 0.05 * Math.sign(gradient.data[index]), 0), 1);
      expect(Math.abs(pixel - expected)).toBeLessThan(1e-7);
    });
  });

  it('pgd leaves no more images standing than fgsm, and both fewer than noise', async () => {
    const epsilon = 0.15;
    const [pgd, fgsm, noise] = await Promise.all([
      standing({ method: 'pgd', epsilon }),
      standing({ method: 'fgsm', epsilon }),
      standing({ method: 'noise', epsilon }),
    ]);
    expect(pgd).toBeLessThanOrEqual(fgsm);
    expect(fgsm).toBeLessThan(noise - 5);
  });

  it('noise is a vertex of the cube in L∞, and of length epsilon in L2', async () => {
    const grey = float32(images.shape, new Float32Array(images.data.length).fill(0.5));
    for (const norm of ['linf', 'l2'] as const) {
      const settings = attackSettings({ method: 'noise', epsilon: 0.25, norm });
      const options = { random: seededRandom(1), stopOnSuccess: false };
      const { adversarial } = await attack(classifier, grey, labels, settings, options);
      const delta = Float64Array.from(adversarial.data, (pixel) => pixel - 0.5);
      if (norm === 'linf') expect(new Set(delta.map(Math.abs))).toEqual(new Set([0.25]));
      else {
        for (let n = 0; n < count; n++)
          expect(norms.l2.size(delta.subarray(n * 50, n * 50 + 50))).toBeCloseTo(0.25, 6);
      }
    }
  });

  it('each restart starts elsewhere, and an image keeps the one in which it fell', async () => {
    const settings = attackSettings({ method: 'noise', epsilon: 0.4, restarts: 20 });
    const { fallenAtRestart } = await run(settings);
    expect(new Set(fallenAtRestart).size).toBeGreaterThan(3);
  });

  it('apgd leaves a standing image at its largest loss', async () => {
    const best = new Map<number, { loss: number; pixels: Float32Array }>();
    const spied = {
      ...classifier,
      async inputGradient(batch: Tensor<'float32'>, truth: Int32Array) {
        const found = await classifier.inputGradient(batch, truth);
        nearestImages(batch).forEach((image, row) => {
          const loss = found.losses[row];
          if (loss > (best.get(image)?.loss ?? -Infinity))
            best.set(image, { loss, pixels: slice(batch, row, row + 1).data.slice() });
        });
        return found;
      },
    };
    const settings = attackSettings({ method: 'apgd', epsilon: 0.02, norm: 'l2', steps: 8 });
    const { adversarial, fallen } = await run(settings, {}, spied);
    for (let n = 0; n < count; n++)
      if (!fallen[n]) expect(slice(adversarial, n, n + 1).data).toEqual(best.get(n)!.pixels);
    expect(fallen.every(Boolean)).toBe(false);
  });

  it('a target is reached where the attack is strong, and it is the least likely class', async () => {
    const settings = attackSettings({
      method: 'pgd',
      epsilon: 0.5,
      target: 'least-likely',
      randomStart: false,
    });
    const { adversarial } = await run(settings, { stopOnSuccess: false });
    const before = await classifier.logits(images);
    const after = await classifier.logits(adversarial);
    for (let n = 0; n < count; n++) {
      const [first, last] = [before, after].map((logits) => slice(logits, n, n + 1).data);
      const others = first.filter((_, index) => index !== labels[n]);
      expect(last.indexOf(Math.max(...last))).toBe(first.indexOf(Math.min(...others)));
    }
  });
});

describe('an attack within a band', () => {
  it('leaks only what the way back into ball and bounds adds, and says how much', async () => {
    for (const keep of ['low', 'high'] as const) {
      const given = { method: 'pgd', epsilon: 0.1, band: { radius: 1, keep } } as const;
      const { adversarial, bandLeak } = await run(attackSettings(given), { stopOnSuccess: false });
      const delta = float32(
        images.shape,
        adversarial.data.map((pixel, at) => pixel - images.data[at]),
      );
      const { lfc, hfc } = splitFrequencies(delta, 1);
      const energy = ({ data }: Tensor<'float32'>) => data.reduce((sum, value) => sum + value * value, 0);
      const outside = energy(keep === 'low' ? hfc : lfc) / energy(delta);
      expect(bandLeak).toBeCloseTo(outside, 5);
      // Without the band, PGD's perturbation of this model has more than a third on either side.
      expect(bandLeak).toBeLessThan(0.2);
      expect(bandLeak).toBeGreaterThan(0.001);
    }
  });

  it('leaks nothing where nothing is clipped', async () => {
    const grey = float32(images.shape, new Float32Array(images.data.length).fill(0.5));
    const given = { method: 'fgsm', norm: 'l2', epsilon: 0.1, band } as const;
    const options = { random: seededRandom(1), stopOnSuccess: false };
    const { bandLeak } = await attack(classifier, grey, labels, attackSettings(given), options);
    expect(bandLeak).toBeLessThan(1e-10);
  });

  it('without a band there is no leak to report', async () => {
    expect((await run(attackSettings({ method: 'fgsm', epsilon: 0.1 }))).bandLeak).toBe(null);
  });
});

describe('attack', () => {
  const settings = attackSettings({ method: 'pgd', epsilon: 2, randomStart: false });

  it('keeps bounds that float32 cannot hold', async () => {
    const bounds = [-0.1, 0.7] as const;
    const shifted = float32(
      images.shape,
      images.data.map((pixel) => 0.7 * pixel - 0.05),
    );
    const { adversarial } = await attack({ ...classifier, bounds }, shifted, labels, settings, {
      random: seededRandom(1),
      stopOnSuccess: false,
    });
    expect(Math.min(...adversarial.data)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.max(...adversarial.data)).toBeLessThanOrEqual(0.7);
    expect(Math.max(...adversarial.data)).toBeGreaterThan(0.6999999);
  });

  it('stays within an epsilon that float64 rounds away when it is added to a pixel', async () => {
    const epsilon = 0.125 * (1 - 2 ** -53);
    expect(0.5 + epsilon).toBe(0.625);
    const grey = float32(images.shape, new Float32Array(images.data.length).fill(0.5));
    const options = { random: seededRandom(1), stopOnSuccess: false };
    const fgsm = attackSettings({ method: 'fgsm', epsilon });
    const { adversarial } = await attack(classifier, grey, labels, fgsm, options);
    expect(Math.max(...adversarial.data.map((pixel) => Math.abs(pixel - 0.5)))).toBeLessThanOrEqual(epsilon);
  });

  it('counts image gradients that are zero everywhere', async () => {
    const flat = {
      ...classifier,
      async inputGradient(batch: Tensor<'float32'>, truth: Int32Array) {
        const found = await classifier.inputGradient(batch, truth);
        truth.forEach((label, row) => {
          if (label < 2) slice(found.gradient, row, row + 1).data.fill(0);
        });
        return found;
      },
    };
    const given = { method: 'pgd', epsilon: 0.01, steps: 3, randomStart: false } as const;
    const { zeroGradientShare } = await run(attackSettings(given), { stopOnSuccess: false }, flat);
    expect(zeroGradientShare).toBe(labels.filter((label) => label < 2).length / count);
  });

  it('finds the same in parts, and goes on from those that are kept', async () => {
    const kept = new Map<number, Searches<AttackedImage>>();
    const parts: KeptParts<AttackedImage> = {
      size: 25,
      read: async (first) => kept.get(first),
      write: async (first, found) => void kept.set(first, found),
    };
    const given = attackSettings({ method: 'pgd', epsilon: 0.17, restarts: 2, band });
    const whole = await run(given);
    expect(await run(given, { parts })).toEqual(whole);
    expect([...kept].map(([first, { results }]) => [first, results.length])).toEqual([
      [0, 25],
      [25, 25],
      [50, 10],
    ]);
    kept.delete(25);
    const done: number[] = [];
    const onProgress = (settled: number, of: number) => done.push(settled, of);
    expect(await run(given, { parts, onProgress })).toEqual(whole);
    expect(done.slice(-2)).toEqual([50, count]);
    kept.delete(50);
    const broken = {
      ...classifier,
      inputGradient: () => Promise.reject(new NotFiniteError('logits', 3, NaN)),
    };
    await expect(
      run(attackSettings({ method: 'fgsm', epsilon: 0.1 }), { parts, lanes: 1 }, broken),
    ).rejects.toThrow('the logits of image 53 must be finite');
  });

  it('stops when it is told to, and says how many images are settled', async () => {
    const done: number[] = [];
    await run(settings, { onProgress: (settled: number) => done.push(settled) });
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(count);
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(run(settings, { signal: aborted })).rejects.toThrow('enough');
  });

  it('names what is wrong with its arguments', async () => {
    await expect(
      attack(classifier, images, labels.slice(1), settings, { random: seededRandom(1) }),
    ).rejects.toThrow('attack: 60 images need as many labels, got 59');
    const bright = float32(
      images.shape,
      images.data.map((pixel) => pixel + 0.5),
    );
    await expect(attack(classifier, bright, labels, settings, { random: seededRandom(1) })).rejects.toThrow(
      /attack: pixels must lie within the bounds \[0, 1\], got 1\.\d/,
    );
  });
});
