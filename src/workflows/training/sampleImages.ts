import { answersOf } from '../../audit/measures/answers.ts';
import { type Dataset, readBatch } from '../../data/dataset/dataset.ts';
import type { Sample } from '../../report/pictures/sampleGallery.ts';
import type { Boundary, Distance } from '../../spectrum/split/radialMask.ts';
import { type Rescale, rescale } from '../../spectrum/split/rescale.ts';
import { splitAtRadii } from '../../spectrum/split/splitFrequencies.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';

export interface SampleOptions {
  readonly radii: readonly number[];
  readonly distance: Distance;
  readonly boundary: Boundary;
  /** What the network is shown of a component. */
  readonly rescale: Rescale;
  /** Images [n, c, h, w] → logits [n, classes]. */
  readonly logits: (images: Tensor<'float32'>) => Promise<Tensor<'float32'>>;
  /** How many samples; by default 8. */
  readonly count?: number;
}

/** The first test images, one of each class in turn, with their components and what the network takes them for. */
export async function sampleImages(dataset: Dataset, options: SampleOptions): Promise<Sample[]> {
  const { radii, distance, boundary, count = 8 } = options;
  const { images, labels } = await readBatch(dataset.test, oneOfEachClass(dataset, count));
  const components = splitAtRadii(images, radii, { distance, boundary });
  const look = async (shown: Tensor<'float32'>) => predict(await options.logits(shown), dataset.classes);
  const original = { images, predictions: await look(images) };
  const looked: Record<'lfc' | 'hfc', { images: Tensor<'float32'>; predictions: string[] }>[] = [];
  for (const { lfc, hfc } of components) {
    looked.push({
      lfc: { images: lfc, predictions: await look(rescale(lfc, options.rescale)) },
      hfc: { images: hfc, predictions: await look(rescale(hfc, options.rescale)) },
    });
  }
  const pick = (shown: { images: Tensor<'float32'>; predictions: readonly string[] }, index: number) => ({
    image: imageOf(shown.images, index),
    prediction: shown.predictions[index],
  });
  return Array.from(labels, (label, index) => ({
    label: dataset.classes[label],
    original: pick(original, index),
    lfc: looked.map(({ lfc }) => pick(lfc, index)),
    hfc: looked.map(({ hfc }) => pick(hfc, index)),
  }));
}

function oneOfEachClass({ test, classes }: Dataset, count: number): number[] {
  const byClass = classes.map((): number[] => []);
  for (let index = 0; index < test.count; index++) byClass[test.labels[index]].push(index);
  const chosen: number[] = [];
  for (let turn = 0; chosen.length < Math.min(count, test.count); turn++) {
    const round = byClass.flatMap((indices) => (turn < indices.length ? [indices[turn]] : []));
    for (const image of round.slice(0, count - chosen.length)) chosen.push(image);
  }
  return chosen;
}

function imageOf({ shape, data }: Tensor<'float32'>, index: number): Tensor<'float32'> {
  const size = sizeOf(shape.slice(1));
  return float32(shape.slice(1), data.subarray(index * size, (index + 1) * size));
}

function predict(logits: Tensor<'float32'>, names: readonly string[]): string[] {
  return Array.from(answersOf(logits).predictions, (label) => names[label]);
}
