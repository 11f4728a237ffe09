import { attack } from '../../attacks/attack.ts';
import { attackSettings } from '../../attacks/attackSettings.ts';
import { answersOf } from '../../audit/measures/answers.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { PlantedDataset } from '../../data/planted/planted.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { radialMask } from '../../spectrum/split/radialMask.ts';
import { splitFrequencies } from '../../spectrum/split/splitFrequencies.ts';
import { seededRandom } from '../../tensor/random.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { agreement, type Count, type PartReliance, partReliance, plantedParts } from './plantedParts.ts';

/** What one attack does to the right answers, and which part of its perturbation δ does it. */
export interface AttackedReliance {
  readonly attack: 'fgsm' | 'pgd';
  /** Largest change of a pixel, in pixel units. */
  readonly epsilon: number;
  /** Right on x + δ. */
  readonly right: Count;
  /** Right on x + δ's LFC, and on x + δ's HFC: the part that explains the attack leaves few. */
  readonly rightWithLowPart: Count;
  readonly rightWithHighPart: Count;
  /** Share of δ's energy beyond the radius, over all images; noise that is white has `whiteEnergyBeyond`. */
  readonly energyBeyond: number;
}

/** Which of the two parts of planted images a classifier relies on. */
export interface PlantedReliance extends PartReliance {
  /** Radius r of the split, in bins. */
  readonly radius: number;
  /** Share of all bins that lie beyond the radius, which is white noise's share of energy there. */
  readonly whiteEnergyBeyond: number;
  readonly attacks: readonly AttackedReliance[];
}

export interface PlantedRelianceOptions {
  readonly radius?: number;
  /** Strengths of FGSM and PGD (10 steps from the image itself), in pixel units. */
  readonly epsilons?: readonly number[];
}

/** Measures a classifier on the test images of a planted data set, where it is known what each part shows. */
export async function plantedReliance(
  classifier: Pick<Classifier, 'bounds' | 'inputGradient' | 'logits'>,
  dataset: Pick<PlantedDataset, 'shape' | 'test' | 'truth'>,
  { radius = 8, epsilons = [1 / 255, 2 / 255] }: PlantedRelianceOptions = {},
): Promise<PlantedReliance> {
  const planted = await plantedParts(dataset, radius);
  const { images, labels } = planted;
  const rightOn = async (seen: Tensor<'float32'>) =>
    agreement(answersOf(await classifier.logits(seen)).predictions, labels);

  const attacks: AttackedReliance[] = [];
  for (const method of ['fgsm', 'pgd'] as const) {
    for (const epsilon of epsilons) {
      const settings = attackSettings({ method, epsilon, randomStart: false });
      // The whole way for every image, so that all perturbations are of one kind.
      const options = { random: seededRandom(0), stopOnSuccess: false };
      const { adversarial } = await attack(classifier, images, labels, settings, options);
      const delta = combined(adversarial, images, -1);
      const parts = splitFrequencies(delta, radius);
      attacks.push({
        attack: method,
        epsilon,
        right: await rightOn(adversarial),
        rightWithLowPart: await rightOn(combined(images, parts.lfc, 1)),
        rightWithHighPart: await rightOn(combined(images, parts.hfc, 1)),
        energyBeyond: energy(parts.hfc) / energy(delta),
      });
    }
  }
  return {
    radius,
    ...(await partReliance(classifier, planted)),
    whiteEnergyBeyond: shareBeyond(dataset.shape, radius),
    attacks,
  };
}

/** a + scale · b. */
function combined(a: Tensor<'float32'>, b: Tensor<'float32'>, scale: number): Tensor<'float32'> {
  return float32(
    a.shape,
    a.data.map((value, at) => value + scale * b.data[at]),
  );
}

function energy({ data }: Tensor<'float32'>): number {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += data[at] * data[at];
  return sum;
}

function shareBeyond([, height, width]: Dataset['shape'], radius: number): number {
  const within = radialMask(height, width, radius).data.reduce((sum, bin) => sum + bin, 0);
  return 1 - within / (height * width);
}
