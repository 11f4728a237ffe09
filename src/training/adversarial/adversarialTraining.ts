import { attack } from '../../attacks/attack.ts';
import { type AttackSettings, attackSettings } from '../../attacks/attackSettings.ts';
import { parseEpsilon } from '../../attacks/parseEpsilon.ts';
import type { Attacked } from '../../attacks/search.ts';
import { float32, slice } from '../../tensor/tensor.ts';
import { wholeMasks } from '../batches/dropoutMasks.ts';
import { type TrainingConfig, trainsOnAttacks } from '../config/config.ts';
import type { Batch, Engine } from '../engine/engine.ts';
import type { TransformBatch } from '../tasks/classification/labelledBatch.ts';
import type { LabelledImages } from '../tasks/classification/mixup.ts';

export type AdversarialConfig = Pick<
  TrainingConfig,
  | 'preset'
  | 'adversarialEpsilon'
  | 'adversarialSteps'
  | 'adversarialStepSize'
  | 'adversarialRandomStart'
  | 'adversarialWarmupEpochs'
  | 'adversarialShare'
>;

/**
 * The PGD (L∞) of a run, by which it trains and measures its robust accuracy. Steps of 2.5 · ε / steps, or of ε / 10 as
 * in the authors' code, where the configuration names none.
 *
 * @param share of ε, in [0, 1]; the length of a step shrinks with it
 * @throws RangeError when a size is none
 */
export function adversarialSettings(config: AdversarialConfig, share = 1): AttackSettings {
  const epsilon = share * parseEpsilon(config.adversarialEpsilon).value;
  const steps = config.adversarialSteps;
  const { adversarialStepSize: stated, preset } = config;
  const usual = preset === 'authors' ? epsilon / 10 : (2.5 * epsilon) / steps;
  return attackSettings({
    method: 'pgd',
    epsilon,
    steps,
    stepSize: stated === null ? usual : share * parseEpsilon(stated).value,
    randomStart: config.adversarialRandomStart,
  });
}

/**
 * Adversarial training (Madry et al., 2018; §5.1): the first images of each batch are attacked, white box, by the
 * network as the next step sees it, with the batch's own statistics, then learned. An attack goes its whole way.
 *
 * @returns undefined where the configuration asks for none
 * @throws Error when the engine was not made for attacks
 */
export function adversarialTraining(
  engine: Pick<Engine, 'batchSize' | 'inputGradient' | 'masks'>,
  config: AdversarialConfig,
): TransformBatch | undefined {
  if (!trainsOnAttacks(config)) return undefined;
  if (!engine.inputGradient) throw new Error('adversarialTraining: the engine must be made for attacks');
  // A share that is not zero is never rounded to no image.
  const count = Math.max(1, Math.round(config.adversarialShare * engine.batchSize));
  const { adversarialWarmupEpochs: warmup } = config;
  return async (batch, { epoch, random }) => {
    const share = warmup === 0 ? 1 : Math.min(1, epoch / warmup);
    const labels = labelsOf(batch).subarray(0, count);
    const { adversarial } = await attack(
      attackedBatch(engine, batch, count),
      slice(batch.images, 0, count),
      labels,
      adversarialSettings(config, share),
      // One batch a step, since batch normalisation lets images see each other.
      { random, stopOnSuccess: false, inFlight: count, lanes: 1 },
    );
    const images = float32(batch.images.shape, batch.images.data.slice());
    images.data.set(adversarial.data);
    return { ...batch, images };
  };
}

/** The network in training as the attack of one batch sees it; images behind the attacked ones stay as they are. */
function attackedBatch(
  engine: Pick<Engine, 'inputGradient' | 'masks'>,
  { images: clean, targets }: LabelledImages,
  count: number,
): Attacked {
  const classes = targets.shape[1];
  const images = float32(clean.shape, clean.data.slice());
  // Nothing is dropped in the attack.
  const masks = wholeMasks(engine.masks);
  return {
    bounds: [0, 1],
    // Asked at the end whether an image has fallen, which does not matter here: the step that follows shows it.
    async logits({ shape: [asked] }) {
      return float32([asked, classes]);
    },
    async inputGradient(attacked) {
      if (attacked.shape[0] !== count) {
        throw new Error(`attackedBatch: all ${count} images must come at once, got ${attacked.shape[0]}`);
      }
      images.data.set(attacked.data);
      const found = await engine.inputGradient!({
        images,
        targets: { labels: targets },
        masks,
      } satisfies Batch);
      const logits = slice(found.results.logits, 0, count);
      // A walk of fixed steps does not ask for the loss.
      return { gradient: slice(found.gradient, 0, count), logits, losses: new Float32Array(count) };
    },
  };
}

function labelsOf({ targets: { shape, data } }: LabelledImages): Int32Array {
  const [count, classes] = shape;
  return Int32Array.from({ length: count }, (_, row) =>
    data.subarray(row * classes, (row + 1) * classes).indexOf(1),
  );
}
