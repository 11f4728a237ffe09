import type { ImageShape } from '../networks/classifier/modelInput.ts';
import { NotFiniteError } from '../runtime/notFiniteError.ts';
import { seededRandom } from '../tensor/random.ts';
import { float32, sizeOf, type Tensor } from '../tensor/tensor.ts';
import type { ExaminedModel } from './examineModel.ts';
import {
  type UnmeasuredNormalisation,
  unmeasuredNormalisation,
} from './normalisation/unmeasuredNormalisation.ts';
import { type OpenedClassifier, type OpeningOptions, settledClassifier } from './settledClassifier.ts';

/**
 * Opens a model as a classifier of pixels in [0, 1] where there are no labelled images: its normalisation is what was
 * given, what the file says, or else assumed by a rule, and its first answers are to images of noise.
 *
 * @throws Error of one line when the model does not run, or an answer is not a finite number
 */
export async function openWithoutImages(
  model: ExaminedModel,
  options: OpeningOptions,
): Promise<OpenedClassifier & { readonly normalisation: UnmeasuredNormalisation }> {
  const { graph: file, image, input, choices, preflight: checked } = model;
  const normalisation = unmeasuredNormalisation(file, {
    image,
    layout: choices.convention?.layout ?? input.layouts[0],
    classes: checked.output!.classes,
    inner: checked.innerNormalisation,
    given: choices.convention,
  });
  const { convention } = normalisation;
  const { graph, classifier, preflight } = await settledClassifier(model, noise(image), {
    ...options,
    convention,
  }).catch((error) => {
    if (!(error instanceof NotFiniteError)) throw error;
    throw new Error(`its answer to an image of noise is ${error.value}, not a finite number`);
  });
  return { graph, classifier, preflight, normalisation };
}

/** Images of noise from strong to weak, to see whether a model runs and what its answers look like. */
function noise(image: ImageShape): Tensor<'float32'> {
  const random = seededRandom('first look');
  const images = float32([4, ...image]);
  const size = sizeOf(image);
  for (let at = 0; at < images.data.length; at++) {
    images.data[at] = 0.5 + (random.uniform() - 0.5) / (1 + Math.floor(at / size));
  }
  return images;
}
