import { z } from 'zod';
import type { Split } from '../../data/dataset/dataset.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { checkFinite } from '../../runtime/notFiniteError.ts';
import { settled } from '../../runtime/settled.ts';
import type { RadialMaskOptions } from '../../spectrum/split/radialMask.ts';
import { distanceNames } from '../../spectrum/split/radialMask.ts';
import { type Rescale, rescale, rescales } from '../../spectrum/split/rescale.ts';
import { splitAtRadii } from '../../spectrum/split/splitFrequencies.ts';
import { ascending } from '../../statistics/ascending.ts';
import { sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { type Answers, emptyAnswers, logitsOfParts, storeAnswers } from './answers.ts';
import { type MeasureOptions, WORKING_NUMBERS } from './measureOptions.ts';
import { float32Text, float64Text, int32Text } from './typedArrays.ts';

const answersSchema = z.object({ predictions: int32Text, confidences: float32Text });

/** Everything that one pass over the components of a split finds; as JSON (`encode`, `decode`) arrays are base64. */
export const componentAnswersSchema = z.object({
  labels: int32Text,
  distance: z.enum(distanceNames),
  boundary: z.enum(['inclusive', 'exclusive']),
  /** Cut-offs in bins, ascending. */
  radii: z.array(z.number().min(0)),
  rescales: z.array(z.enum(rescales)),
  /** To the images themselves, which no preset rescales at test time. */
  x: answersSchema,
  components: z.array(
    z.object({
      component: z.enum(['lfc', 'hfc']),
      radius: z.number().min(0),
      rescale: z.enum(rescales),
      answers: answersSchema,
    }),
  ),
  /** Energy Σ x² of each image over its channels. */
  energy: float64Text,
  /** Energy of each image's LFC, by radius, before it is rescaled. */
  lfcEnergy: z.array(float64Text),
});

export type ComponentAnswers = Readonly<z.output<typeof componentAnswersSchema>>;

export interface ComponentAnswersOptions extends MeasureOptions, RadialMaskOptions {
  /** Cut-offs in bins. */
  readonly radii: readonly number[];
  /** What the classifier is shown of a component; several are asked one after the other. By default raw. */
  readonly rescales?: readonly Rescale[];
  /** Images that the classifier is given at once, all of one component; by default 100. */
  readonly batch?: number;
}

/**
 * Asks a classifier for the class of each image and of each of its components, once: the radius curve, the images
 * decided by HFC and the comparison of models all read these answers. A component is split off in float64; batches of
 * images and groups of radii keep what is held at once small.
 *
 * @param onProgress told after each group of radii how many images are done, parts of them counted as such
 * @throws NotFiniteError when an answer to an image itself is no number; one to a component is none, which is wrong
 */
export async function componentAnswers(
  classifier: Pick<Classifier, 'logits'>,
  split: Split,
  {
    radii: asked,
    rescales: kinds = ['none'],
    distance = 'l2',
    boundary = 'inclusive',
    batch = 100,
    signal,
    onProgress,
  }: ComponentAnswersOptions,
): Promise<ComponentAnswers> {
  const radii = ascending(asked);
  const size = sizeOf(split.images.shape);
  const group = Math.max(1, Math.floor(WORKING_NUMBERS / (2 * size * Math.min(batch, split.count))));
  const x = emptyAnswers(split.count);
  const seen = (component: 'lfc' | 'hfc', radius: number) =>
    kinds.map((kind) => ({ component, radius, rescale: kind, answers: emptyAnswers(split.count) }));
  const lfc = radii.map((radius) => seen('lfc', radius));
  const hfc = radii.map((radius) => seen('hfc', radius));
  const energy = new Float64Array(split.count);
  const lfcEnergy = radii.map(() => new Float64Array(split.count));

  for await (const { start, images } of imageBatches(split, { batch, signal })) {
    const onImages = await classifier.logits(images);
    checkFinite('logits', onImages);
    storeAnswers(onImages, x, start);
    const ask = async (shown: Tensor<'float32'>, answers: Answers) =>
      storeAnswers(await logitsOfParts(classifier, shown), answers, start);
    storeEnergies(images, energy, start);
    for (let first = 0; first < radii.length; first += group) {
      signal?.throwIfAborted();
      const components = splitAtRadii(images, radii.slice(first, first + group), { distance, boundary });
      const asking = components.flatMap((parts, place) => {
        storeEnergies(parts.lfc, lfcEnergy[first + place], start);
        return [
          ...lfc[first + place].map(({ rescale: kind, answers }) => ask(rescale(parts.lfc, kind), answers)),
          ...hfc[first + place].map(({ rescale: kind, answers }) => ask(rescale(parts.hfc, kind), answers)),
        ];
      });
      await settled(asking);
      // A batch of large images takes long: parts of images count too.
      const share = Math.min(1, (first + group) / radii.length);
      onProgress?.(start + share * images.shape[0], split.count);
    }
  }
  const labels = split.labels.slice(0, split.count);
  const components = [...lfc.flat(), ...hfc.flat()];
  return { labels, distance, boundary, radii, rescales: [...kinds], x, components, energy, lfcEnergy };
}

/**
 * The answers to one component.
 *
 * @throws RangeError when the pass did not ask for it
 */
export function answersTo(
  { components }: ComponentAnswers,
  wanted: { readonly component: 'lfc' | 'hfc'; readonly radius: number; readonly rescale: Rescale },
): Answers {
  const found = components.find(
    ({ component, radius, rescale: kind }) =>
      component === wanted.component && radius === wanted.radius && kind === wanted.rescale,
  );
  if (found) return found.answers;
  const { component, radius, rescale: kind } = wanted;
  throw new RangeError(
    `answersTo: ${component} at r = ${radius}, rescaled '${kind}', must have been asked for`,
  );
}

function storeEnergies({ shape, data }: Tensor<'float32'>, energies: Float64Array, start: number): void {
  const size = data.length / shape[0];
  for (let image = 0, at = 0; image < shape[0]; image++) {
    let sum = 0;
    for (const end = at + size; at < end; at++) sum += data[at] * data[at];
    energies[start + image] = sum;
  }
}
