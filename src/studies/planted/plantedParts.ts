import { answersOf } from '../../audit/measures/answers.ts';
import { readWhole } from '../../data/dataset/dataset.ts';
import type { PlantedSplits, PlantedTruth } from '../../data/planted/plantedSplits.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { splitFrequencies } from '../../spectrum/split/splitFrequencies.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** How many images of how many. */
export interface Count {
  readonly count: number;
  readonly n: number;
}

/** Planted test images and their components at a radius. */
export interface PlantedParts {
  readonly images: Tensor<'float32'>;
  readonly lfc: Tensor<'float32'>;
  readonly hfc: Tensor<'float32'>;
  readonly labels: Int32Array;
  readonly truth: PlantedTruth;
}

/** Which of the two parts of planted images a classifier's answers show. */
export interface PartReliance {
  readonly x: Count;
  readonly lfc: Count;
  readonly hfc: Count;
  /** Right on x and on HFC, wrong on LFC: f(x) = y, f(x_h) = y, f(x_l) ≠ y. */
  readonly decidedByHfc: Count;
  /** Of the images whose silhouette and grating show two classes, those on which f(x) is the one or the other. */
  readonly followsSilhouette: Count;
  readonly followsGrating: Count;
}

/** @param radius cut-off of the split, in bins */
export async function plantedParts(
  { test, truth }: Pick<PlantedSplits, 'test' | 'truth'>,
  radius: number,
): Promise<PlantedParts> {
  const { images, labels } = await readWhole(test);
  return { images, labels, truth: truth.test, ...splitFrequencies(images, radius) };
}

/** Asks a classifier about images and about each of their components. */
export async function partReliance(
  classifier: Pick<Classifier, 'logits'>,
  { images, lfc, hfc, labels, truth }: PlantedParts,
): Promise<PartReliance> {
  const answers = async (seen: Tensor<'float32'>) => answersOf(await classifier.logits(seen)).predictions;
  const [onX, onLfc, onHfc] = [await answers(images), await answers(lfc), await answers(hfc)];
  return {
    x: agreement(onX, labels),
    lfc: agreement(onLfc, labels),
    hfc: agreement(onHfc, labels),
    decidedByHfc: {
      count: labels.filter((y, image) => onX[image] === y && onHfc[image] === y && onLfc[image] !== y).length,
      n: labels.length,
    },
    ...followedParts(onX, truth),
  };
}

/** Where the two parts of an image show two classes: how often its answer is the one or the other. */
export function followedParts(
  answers: ArrayLike<number>,
  { lowClass, highClass }: PlantedTruth,
): Pick<PartReliance, 'followsSilhouette' | 'followsGrating'> {
  const disagree = [...lowClass.keys()].filter((image) => lowClass[image] !== highClass[image]);
  const followed = (shown: Int32Array): Count => ({
    count: disagree.filter((image) => answers[image] === shown[image]).length,
    n: disagree.length,
  });
  return { followsSilhouette: followed(lowClass), followsGrating: followed(highClass) };
}

/** How many answers are the labels. */
export function agreement(answers: ArrayLike<number>, labels: Int32Array): Count {
  return { count: labels.filter((label, image) => answers[image] === label).length, n: labels.length };
}
