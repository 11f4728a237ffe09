import { chooseGallery } from '../../audit/frequencies/chooseGallery.ts';
import { answersOf } from '../../audit/measures/answers.ts';
import type { AttackExample } from '../../report/pictures/attackSheet.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { float32, slice, type Tensor } from '../../tensor/tensor.ts';

const EXAMPLES = 8;

export interface AttackedImages {
  /** [n, c, h, w], before and after the attack. */
  readonly images: Tensor<'float32'>;
  readonly adversarial: Tensor<'float32'>;
  readonly labels: Int32Array;
  /** Names of the classes. */
  readonly classes: readonly string[];
}

/**
 * Eight images to look at: those that fell, from several classes, the ones of whose answers the model is surest before
 * and after; then, where fewer fell, the surest that stand; then others.
 */
export async function attackExamples(
  classifier: Pick<Classifier, 'logits'>,
  { images, adversarial, labels, classes }: AttackedImages,
): Promise<AttackExample[]> {
  const before = answersOf(await classifier.logits(images));
  const after = answersOf(await classifier.logits(adversarial));
  const places = Array.from(labels, (_, image) => image);
  const isRight = ({ predictions }: typeof before, image: number) => predictions[image] === labels[image];
  const groups = [
    places.filter((image) => isRight(before, image) && !isRight(after, image)),
    places.filter((image) => isRight(before, image) && isRight(after, image)),
    places.filter((image) => !isRight(before, image)),
  ];
  const chosen = groups.flatMap((group) =>
    chooseGallery(
      group.map((image) => ({
        label: labels[image],
        confidence: before.confidences[image],
        lowConfidence: after.confidences[image],
        highConfidence: after.confidences[image],
      })),
      EXAMPLES,
    ).map((place) => group[place]),
  );
  const answer = ({ predictions, confidences }: typeof before, image: number) => ({
    name: classes[predictions[image]],
    confidence: confidences[image],
  });
  return chosen.slice(0, EXAMPLES).map((image) => ({
    label: classes[labels[image]],
    original: only(images, image),
    adversarial: only(adversarial, image),
    before: answer(before, image),
    after: answer(after, image),
  }));
}

function only(batch: Tensor<'float32'>, image: number): Tensor<'float32'> {
  return float32(batch.shape.slice(1), slice(batch, image, image + 1).data);
}
