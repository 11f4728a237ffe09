import { z } from 'zod';
import {
  type AttackOptions,
  type AttackOutcome,
  attack,
  bandLeakOf,
  imagesAtOnce,
} from '../../attacks/attack.ts';
import { attackSettingsSchema } from '../../attacks/attackSettings.ts';
import type { BandEnergy } from '../../attacks/keepBand.ts';
import type { Attacked } from '../../attacks/search.ts';
import type { KeptParts } from '../../attacks/searchParts.ts';
import type { Batch, Split } from '../../data/dataset/dataset.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
import type { Random } from '../../tensor/random.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { countOf, emptyAnswers, rightOf, storeAnswers } from '../measures/answers.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import type { MeasureOptions } from '../measures/measureOptions.ts';
import type { PlannedAttack } from '../plan/attackPlan.ts';
import { energyByRadiusSchema, perturbationEnergy } from './energyByRadius.ts';

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

/** What an attack made of some of the images. */
export interface AttackedBatch extends Batch {
  /** Place of the first in the split. */
  readonly start: number;
  readonly outcome: AttackOutcome;
}

export interface AttackRowOptions
  extends Pick<MeasureOptions, 'signal' | 'onProgress'>,
    Pick<AttackOptions, 'parts'> {
  readonly random: Random;
  /** Whole numbers of bins at which the perturbations' energy is added up. */
  readonly radii: readonly number[];
  /** Given the images and what became of them, batch by batch; nobody else keeps them. */
  readonly onBatch?: ((attacked: AttackedBatch) => void) | undefined;
}

/** Attacks the images of a split, afresh and against their true labels, and looks at what came out. */
export async function attackRow(
  classifier: Attacked,
  split: Split,
  { name, epsilon, settings }: PlannedAttack,
  { random, radii, parts, onBatch, signal, onProgress }: AttackRowOptions,
): Promise<AttackRow> {
  const n = split.count;
  const [, height, width] = split.images.shape;
  const batch = parts?.size ?? imagesAtOnce(split.images.shape);
  const fallenAtRestart = new Int32Array(n);
  const onRounded = emptyAnswers(n);
  const energy = perturbationEnergy([height, width], radii);
  const spent = { evaluations: 0, gradients: 0, zeroGradients: 0 };
  const bandEnergies: BandEnergy[] = [];
  for await (const read of imageBatches(split, { batch, signal })) {
    const { start, images, labels } = read;
    const outcome = await attack(classifier, images, labels, settings, {
      random,
      numbers: Array.from(labels, (_, place) => start + place),
      ...(parts && { parts: partAt(parts, start) }),
      ...(signal && { signal }),
      onProgress: (done) => onProgress?.(start + done, n),
    });
    fallenAtRestart.set(outcome.fallenAtRestart, start);
    storeAnswers(await classifier.logits(toEightBits(outcome.adversarial)), onRounded, start);
    energy.add(images, outcome.adversarial);
    for (const count of ['evaluations', 'gradients', 'zeroGradients'] as const)
      spent[count] += outcome[count];
    for (const each of outcome.bandEnergies ?? []) bandEnergies.push(each);
    onBatch?.({ ...read, outcome });
  }
  const standing = Uint8Array.from(fallenAtRestart, (restart) => (restart < 0 ? 1 : 0));
  return {
    name,
    epsilon: epsilon.text,
    settings,
    robust: shareOf(countOf(standing), n),
    standing: standing.join(''),
    afterRestart: Array.from(
      { length: settings.restarts },
      (_, restart) => fallenAtRestart.filter((at) => at < 0 || at > restart + 1).length / n,
    ),
    rounded: shareOf(countOf(rightOf(onRounded, split.labels.subarray(0, n))), n),
    evaluations: spent.evaluations,
    zeroGradientShare: spent.gradients === 0 ? 0 : spent.zeroGradients / spent.gradients,
    bandLeak: settings.band ? bandLeakOf(bandEnergies) : null,
    energy: energy.found(),
  };
}

/** The part that begins with image `first`, as the only one of its images. */
function partAt<T>({ size, read, write }: KeptParts<T>, first: number): KeptParts<T> {
  return { size, read: () => read(first), write: (_, found) => write(first, found) };
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
