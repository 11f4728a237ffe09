import { z } from 'zod';
import { type AttackOptions, type AttackOutcome, attack } from '../../attacks/attack.ts';
import { attackSettingsSchema } from '../../attacks/attackSettings.ts';
import type { Attacked } from '../../attacks/search.ts';
import type { Random } from '../../tensor/random.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { answersOf, countOf, rightOf } from '../measures/answers.ts';
import type { MeasureOptions } from '../measures/imageBatches.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import type { PlannedAttack } from '../plan/attackPlan.ts';
import { energyByRadius, energyByRadiusSchema } from './energyByRadius.ts';

const flags = z.string().regex(/^[01]*$/);

/** What one attack left standing, and where its perturbations live. */
export const attackRowSchema = z.object({
  /** Such as `pgd@8/255`. */
  name: z.string(),
  /** ε as it was written. */
  epsilon: z.string(),
  settings: attackSettingsSchema,
  robust: measureSchema,
  /** A digit an image: 1 = still right. */
  standing: flags,
  /** Robust accuracy after one restart, after two, … */
  afterRestart: z.array(z.number()),
  /** Robust accuracy where the adversarial images are rounded to 8 bits, as in a file. */
  rounded: measureSchema,
  /** Image gradients and forward passes. */
  evaluations: z.int(),
  /** Share of the image gradients that were zero everywhere. */
  zeroGradientShare: z.number(),
  /** Share of the perturbations' energy that bounds and ε put outside the band; null without a band. */
  bandLeak: z.number().nullable(),
  energy: energyByRadiusSchema.shape.attacks.element.omit({ attack: true }),
});

export type AttackRow = Readonly<z.infer<typeof attackRowSchema>>;

export interface AttackRowOptions
  extends Pick<MeasureOptions, 'signal' | 'onProgress'>,
    Pick<AttackOptions, 'parts'> {
  readonly random: Random;
  /** Whole numbers of bins at which the perturbations' energy is added up. */
  readonly radii: readonly number[];
}

/** Attacks some images, afresh and against their true labels, and looks at what came out. */
export async function attackRow(
  classifier: Attacked,
  images: Tensor<'float32'>,
  labels: Int32Array,
  { name, epsilon, settings }: PlannedAttack,
  { random, radii, parts, signal, onProgress }: AttackRowOptions,
): Promise<{ readonly row: AttackRow; readonly outcome: AttackOutcome }> {
  const outcome = await attack(classifier, images, labels, settings, {
    random,
    ...(parts && { parts }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  const { adversarial, fallen, fallenAtRestart, evaluations, zeroGradientShare, bandLeak } = outcome;
  const n = labels.length;
  const standing = fallen.map((flag) => 1 - flag);
  const { attacks } = energyByRadius(images, { [name]: adversarial }, { radii });
  const { attack: _, ...energy } = attacks[0];
  const onRounded = answersOf(await classifier.logits(toEightBits(adversarial)));
  const row = {
    name,
    epsilon: epsilon.text,
    settings,
    robust: shareOf(countOf(standing), n),
    standing: standing.join(''),
    afterRestart: Array.from(
      { length: settings.restarts },
      (_, restart) => fallenAtRestart.filter((at) => at < 0 || at > restart + 1).length / n,
    ),
    rounded: shareOf(countOf(rightOf(onRounded, labels)), n),
    evaluations,
    zeroGradientShare,
    bandLeak,
    energy,
  };
  return { row, outcome };
}

/** 1 for each image that an attack left standing. */
export function standingOf({ standing }: Pick<AttackRow, 'standing'>): Uint8Array {
  return Uint8Array.from(standing, Number);
}

function toEightBits({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  return float32(
    shape,
    data.map((pixel) => Math.round(255 * pixel) / 255),
  );
}
