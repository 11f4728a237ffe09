import { z } from 'zod';
import { rescales } from '../../spectrum/split/rescale.ts';
import { mostFrequent } from '../../statistics/mostFrequent.ts';
import { type Answers, countOf, NO_ANSWER, rightOf } from '../measures/answers.ts';
import { type ComponentAnswers, componentAnswersSchema } from '../measures/componentAnswers.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import { pairedTest, pairedTestSchema } from '../measures/pairedTest.ts';

const component = z.enum(['lfc', 'hfc']);
const radius = z.number().min(0);

/** Accuracy against radius. */
export const radiusCurveSchema = z.object({
  n: z.int().positive(),
  distance: componentAnswersSchema.shape.distance,
  boundary: componentAnswersSchema.shape.boundary,
  /** Accuracy on x. */
  clean: measureSchema,
  /** Accuracy on each component; `pAgainstClean` is McNemar's p value against x on the same images. */
  points: z.array(
    measureSchema.extend({
      component,
      radius,
      rescale: z.enum(rescales),
      pAgainstClean: z.number().min(0).max(1),
      /** The class that is answered most often, with its share of the images; absent where nothing is answered. */
      most: z.object({ label: z.int().min(0), share: z.number() }).optional(),
    }),
  ),
  /** LFC's share of the energy Σ x²: mean of the images' own shares, and share of the sum over all images. */
  energy: z.array(z.object({ radius, meanShare: z.number(), pooledShare: z.number() })),
  /** The same component shown in two ways, first as `rescales[0]`, second as `rescales[1]`. */
  rescaled: z.array(
    pairedTestSchema.extend({ component, radius, rescales: z.tuple([z.enum(rescales), z.enum(rescales)]) }),
  ),
});

export type RadiusCurve = Readonly<z.infer<typeof radiusCurveSchema>>;

/** The accuracies and energies behind a pass of `componentAnswers`; the first rescaling is compared with the others. */
export function radiusCurve(answers: ComponentAnswers): RadiusCurve {
  const { labels, distance, boundary, components } = answers;
  const n = labels.length;
  const onX = rightOf(answers.x, labels);
  const seen = components.map(({ answers: given, ...which }) => ({
    ...which,
    right: rightOf(given, labels),
    most: mostOf(given),
  }));
  const [first, ...others] = answers.rescales;
  return {
    n,
    distance,
    boundary,
    clean: shareOf(countOf(onX), n),
    points: seen.map(({ right, most, ...which }) => ({
      ...which,
      ...(most && { most }),
      ...shareOf(countOf(right), n),
      pAgainstClean: pairedTest(right, onX).p,
    })),
    energy: answers.radii.map((at, index) => ({
      radius: at,
      ...shares(answers.lfcEnergy[index], answers.energy),
    })),
    rescaled: seen
      .filter((shown) => others.includes(shown.rescale))
      .map((shown) => {
        const raw = seen.find(
          (other) =>
            other.component === shown.component && other.radius === shown.radius && other.rescale === first,
        )!;
        return {
          component: shown.component,
          radius: shown.radius,
          rescales: [first, shown.rescale],
          ...pairedTest(raw.right, shown.right),
        };
      }),
  };
}

function mostOf({ predictions }: Answers): RadiusCurve['points'][number]['most'] {
  const top = mostFrequent(predictions.filter((label) => label !== NO_ANSWER));
  return top && { label: top.value, share: top.count / predictions.length };
}

/** A black image has no energy to share out: it is left out of the mean. */
function shares(part: Float64Array, whole: Float64Array): { meanShare: number; pooledShare: number } {
  let [sum, counted, low, all] = [0, 0, 0, 0];
  whole.forEach((energy, image) => {
    low += part[image];
    all += energy;
    if (energy === 0) return;
    sum += part[image] / energy;
    counted++;
  });
  return { meanShare: counted > 0 ? sum / counted : 0, pooledShare: all > 0 ? low / all : 0 };
}
