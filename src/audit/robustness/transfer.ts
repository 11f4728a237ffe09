import { z } from 'zod';
import { imagesAtOnce } from '../../attacks/attack.ts';
import type { Batch, Split } from '../../data/dataset/dataset.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { answersOf, countOf, rightOf } from '../measures/answers.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import type { MeasureOptions } from '../measures/measureOptions.ts';

/** How adversarial images made for one model do on another. */
export const transferSchema = z.object({
  models: z.array(z.string()),
  /** One cell for each ordered pair of models, a model with itself included. */
  cells: z.array(
    z.object({
      /** The model that the images were made for, and the one that sees them. */
      from: z.string(),
      to: z.string(),
      /** Accuracy of `to` on all images made for `from`. */
      accuracy: measureSchema,
      /** Of the images that both get right before the attack, the share that `to` gets wrong after it; null if there are none. */
      foolingRate: measureSchema.nullable(),
    }),
  ),
});

export type Transfer = Readonly<z.infer<typeof transferSchema>>;

export interface TransferModel {
  readonly name: string;
  readonly classifier: Pick<Classifier, 'logits'>;
  /** Images of the split, with the place of the first, under one attack on this model. */
  attack(batch: Batch & { readonly start: number }): Promise<Tensor<'float32'>>;
}

/**
 * Shows each model the adversarial images of each. The fooling rate counts images that both models get right, so that it
 * does not pay to be wrong anyway.
 *
 * @param split the images as they are before the attack
 */
export async function transfer(
  models: readonly TransferModel[],
  split: Split,
  { signal, onProgress }: Pick<MeasureOptions, 'signal' | 'onProgress'> = {},
): Promise<Transfer> {
  const n = split.count;
  const atStart = models.map(() => new Uint8Array(n));
  const after = models.map(() => models.map(() => new Uint8Array(n)));
  for await (const batch of imageBatches(split, { batch: imagesAtOnce(split.images.shape), signal })) {
    const { start, images, labels } = batch;
    const note = async ({ classifier }: TransferModel, seen: Tensor<'float32'>, right: Uint8Array) => {
      signal?.throwIfAborted();
      right.set(rightOf(answersOf(await classifier.logits(seen)), labels), start);
    };
    for (const [i, model] of models.entries()) await note(model, images, atStart[i]);
    for (const [i, from] of models.entries()) {
      const adversarial = await from.attack(batch);
      for (const [j, to] of models.entries()) await note(to, adversarial, after[i][j]);
    }
    onProgress?.(start + labels.length, n);
  }
  const cells = models.flatMap((from, i) =>
    models.map((to, j) => {
      const right = after[i][j];
      const both = atStart[i].map((flag, image) => flag & atStart[j][image]);
      const fooled = both.map((flag, image) => flag & (1 - right[image]));
      return {
        from: from.name,
        to: to.name,
        accuracy: shareOf(countOf(right), n),
        foolingRate: countOf(both) > 0 ? shareOf(countOf(fooled), countOf(both)) : null,
      };
    }),
  );
  return { models: models.map(({ name }) => name), cells };
}
