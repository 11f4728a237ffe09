import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as onnxruntime from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttackOutcome, attack } from '#passband/attacks/attack.ts';
import { attackSettings, type GivenAttack } from '#passband/attacks/attackSettings.ts';
import { linf } from '#passband/attacks/perturbation/norms.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { type Classifier, createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { decodeNpy } from '#passband/tensor/npy.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { slice, type Tensor } from '#passband/tensor/tensor.ts';
import { openSharedModel, sharedModels } from './sharedModel.ts';

/** As many as PyTorch attacked. */
const count = 200;
/** Enough to tell attacks apart. */
const few = 100;
const pool = createPool({ threads: 2 });
const block = await blockSize(onnxruntime);
afterAll(() => pool.release());

// A file without tests would fail.
if (sharedModels.length === 0) it.skip('on models that are not here', () => {});

describe.each(sharedModels)('on %s', (_, model) => {
  const { folder, expected, graph, images, labels } = openSharedModel(model, count);
  let classifier: Classifier;
  beforeAll(async () => {
    classifier = await createClassifier(pool, graph, { block });
  });
  afterAll(() => classifier.release());

  /** The attack's outcome and how many images are still right, with what it says of itself checked on the way. */
  async function survivors(
    given: GivenAttack,
    attacked: number,
  ): Promise<AttackOutcome & { readonly standing: number }> {
    const options = { random: seededRandom(0) };
    const [batch, classes] = [slice(images, 0, attacked), labels.subarray(0, attacked)];
    const outcome = await attack(classifier, batch, classes, attackSettings(given), options);
    const { adversarial, fallen } = outcome;
    const delta = Float64Array.from(adversarial.data, (pixel, index) => pixel - images.data[index]);
    if (given.norm !== 'l2') expect(linf.size(delta)).toBeLessThanOrEqual(given.epsilon);
    expect([...fallen]).toEqual(right(await classifier.logits(adversarial)).map((is) => (is ? 0 : 1)));
    return { ...outcome, standing: fallen.filter((fell) => !fell).length };
  }
  const standing = async (given: GivenAttack, attacked = few) => (await survivors(given, attacked)).standing;

  const right = (logits: Tensor<'float32'>) =>
    Array.from(labels.subarray(0, logits.shape[0]), (label, n) => {
      const row = slice(logits, n, n + 1).data;
      return row.indexOf(Math.max(...row)) === label;
    });

  it('logits and input gradient are those that PyTorch computed', async () => {
    const first = slice(images, 0, 8);
    const found = await classifier.inputGradient(first, labels.slice(0, 8));
    const golden = decodeNpy(readFileSync(join(folder, 'input_gradient.npy'))).data as Float32Array;
    const largest = golden.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    golden.forEach((value, index) => {
      expect(Math.abs(found.gradient.data[index] - value)).toBeLessThan(1e-4 * largest);
    });
    const sum = found.losses.reduce((total, loss) => total + loss, 0);
    expect(Math.abs(sum - expected.loss_sum_first8)).toBeLessThan(1e-4);
  });

  it('fgsm at 8/255 leaves the accuracy that PyTorch found, within one image', async () => {
    const left = await standing({ method: 'fgsm', epsilon: 8 / 255 }, count);
    expect(Math.abs(left - count * expected.fgsm_8_255_accuracy_200)).toBeLessThan(1.001);
  });

  it('pgd at 8/255 leaves the accuracy that PyTorch found, within one image', async () => {
    const steps = { steps: 10, stepSize: 2 / 255, randomStart: false };
    const left = await standing({ method: 'pgd', epsilon: 8 / 255, ...steps }, count);
    const found = expected.pgd_8_255_step_2_255_10_steps_no_random_start_accuracy_200;
    expect(Math.abs(left - count * found)).toBeLessThan(1.001);
  });

  it('the stronger an attack is said to be, the fewer images stand', async () => {
    const epsilon = 2 / 255;
    const clean = right(await classifier.logits(slice(images, 0, few))).filter(Boolean).length;
    const noise = await standing({ method: 'noise', epsilon });
    const fgsm = await standing({ method: 'fgsm', epsilon });
    const pgd = await standing({ method: 'pgd', epsilon });
    expect(noise).toBeLessThanOrEqual(clean);
    expect(fgsm).toBeLessThan(noise);
    expect(pgd).toBeLessThanOrEqual(fgsm);
    // As strong as PGD with steps to spare, whatever it raises: within an image.
    for (const loss of ['cross-entropy', 'dlr'] as const)
      expect(await standing({ method: 'apgd', epsilon, steps: 20, loss })).toBeLessThanOrEqual(pgd + 1);
    expect(await standing({ method: 'momentum-pgd', epsilon })).toBeLessThanOrEqual(fgsm);
  });

  it('square, which sees no gradient, comes far below noise', async () => {
    const epsilon = 16 / 255;
    const noise = await standing({ method: 'noise', epsilon });
    const square = await standing({ method: 'square', epsilon, steps: 60 });
    expect(square).toBeLessThan(noise - few / 10);
  });

  it('in L2 square comes below noise, and gradients below square', async () => {
    const given = { norm: 'l2', epsilon: 0.5 } as const;
    const noise = await standing({ method: 'noise', ...given });
    const square = await standing({ method: 'square', steps: 60, ...given });
    const pgd = await standing({ method: 'pgd', ...given });
    expect(square).toBeLessThan(noise);
    expect(pgd).toBeLessThan(square);
  });

  it('a perturbation within a band is weaker than a free one', async () => {
    const epsilon = 4 / 255;
    const free = await standing({ method: 'pgd', epsilon });
    for (const keep of ['low', 'high'] as const) {
      const { standing: left, bandLeak } = await survivors(
        { method: 'pgd', epsilon, band: { radius: 8, keep } },
        few,
      );
      expect(left).toBeGreaterThanOrEqual(free);
      expect(bandLeak).toBeLessThan(0.1);
    }
  });
});
