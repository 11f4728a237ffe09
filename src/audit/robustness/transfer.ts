import { z } from 'zod';
import type { Classifier } from '../../runtime/classifier.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { answersOf, countOf, rightOf } from '../measures/answers.ts';
import type { MeasureOptions } from '../measures/imageBatches.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';

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
  /** The images under one attack on this model. */
  readonly adversarial: Tensor<'float32'>;
}

/**
 * Shows each model the adversarial images of each. The fooling rate counts images that both models get right, so that it
 * does not pay to be wrong anyway.
 *
 * @param images [n, c, h, w], as they were before the attack
 * @param labels true classes, one an image
 */
export async function transfer(
  models: readonly TransferModel[],
  images: Tensor<'float32'>,
  labels: Int32Array,
  { signal, onProgress }: Pick<MeasureOptions, 'signal' | 'onProgress'> = {},
): Promise<Transfer> {
  const total = models.length * (models.length + 1);
  let done = 0;
  const rightOn = async ({ classifier }: TransferModel, seen: Tensor<'float32'>) => {
    signal?.throwIfAborted();
    const right = rightOf(answersOf(await classifier.logits(seen)), labels);
    onProgress?.(++done, total);
    return right;
  };
  const atStart: Uint8Array[] = [];
  for (const model of models) atStart.push(await rightOn(model, images));
  const cells: Transfer['cells'] = [];
  for (const [i, from] of models.entries()) {
    for (const [j, to] of models.entries()) {
      const right = await rightOn(to, from.adversarial);
      const both = atStart[i].map((flag, image) => flag & atStart[j][image]);
      const fooled = both.map((flag, image) => flag & (1 - right[image]));
      cells.push({
        from: from.name,
        to: to.name,
        accuracy: shareOf(countOf(right), labels.length),
        foolingRate: countOf(both) > 0 ? shareOf(countOf(fooled), countOf(both)) : null,
      });
    }
  }
  return { models: models.map(({ name }) => name), cells };
}
