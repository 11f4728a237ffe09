import { attack } from '../attacks/attack.ts';
import { attackSettings } from '../attacks/attackSettings.ts';
import { answersOf } from '../audit/answers.ts';
import { type Dataset, readWhole } from '../data/dataset.ts';
import type { PlantedDataset } from '../data/planted.ts';
import type { Classifier } from '../runtime/classifier.ts';
import { radialMask } from '../spectrum/radialMask.ts';
import { splitFrequencies } from '../spectrum/splitFrequencies.ts';
import { seededRandom } from '../tensor/random.ts';
import { float32, type Tensor } from '../tensor/tensor.ts';

/** How many images of how many. */
export interface Count {
  readonly count: number;
  readonly n: number;
}

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
export interface PlantedReliance {
  /** Radius r of the split, in bins. */
  readonly radius: number;
  readonly x: Count;
  readonly lfc: Count;
  readonly hfc: Count;
  /** Right on x and on HFC, wrong on LFC: f(x) = y, f(x_h) = y, f(x_l) ≠ y. */
  readonly decidedByHfc: Count;
  /** Of the images whose silhouette and grating show two classes, those on which f(x) is the one or the other. */
  readonly followsSilhouette: Count;
  readonly followsGrating: Count;
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
  { shape, test, truth }: Pick<PlantedDataset, 'shape' | 'test' | 'truth'>,
  { radius = 8, epsilons = [1 / 255, 2 / 255] }: PlantedRelianceOptions = {},
): Promise<PlantedReliance> {
  const { images, labels } = readWhole(shape, test);
  const answers = async (seen: Tensor<'float32'>) => answersOf(await classifier.logits(seen)).predictions;
  const rightOn = async (seen: Tensor<'float32'>) => agreement(await answers(seen), labels);
  const { lfc, hfc } = splitFrequencies(images, radius);
  const [onX, onLfc, onHfc] = [await answers(images), await answers(lfc), await answers(hfc)];
  const { lowClass, highClass } = truth.test;
  const disagree = [...labels.keys()].filter((image) => lowClass[image] !== highClass[image]);
  const followed = (shown: Int32Array): Count => ({
    count: disagree.filter((image) => onX[image] === shown[image]).length,
    n: disagree.length,
  });

  const attacks: AttackedReliance[] = [];
  for (const method of ['fgsm', 'pgd'] as const) {
    for (const epsilon of epsilons) {
      const settings = attackSettings({ method, epsilon, randomStart: false });
      // The whole way for every image, so that all perturbations are of one kind.
      const options = { random: seededRandom(0), stopWhenFallen: false };
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
    x: agreement(onX, labels),
    lfc: agreement(onLfc, labels),
    hfc: agreement(onHfc, labels),
    decidedByHfc: {
      count: labels.filter((y, image) => onX[image] === y && onHfc[image] === y && onLfc[image] !== y).length,
      n: labels.length,
    },
    followsSilhouette: followed(lowClass),
    followsGrating: followed(highClass),
    whiteEnergyBeyond: shareBeyond(shape, radius),
    attacks,
  };
}

function agreement(answers: Int32Array, labels: Int32Array): Count {
  return { count: labels.filter((label, image) => answers[image] === label).length, n: labels.length };
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
