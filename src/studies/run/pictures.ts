import { type Dataset, readBatch } from '../../data/dataset/dataset.ts';
import { type KernelPanel, kernelSheet } from '../../report/pictures/kernelSheet.ts';
import { type DecidedPanel, decidedPicture } from '../../report/study/decidedPicture.ts';
import type { StudyPicture } from '../../report/study/studyRecord.ts';
import { smoothKernel } from '../../spectrum/kernels/smoothKernel.ts';
import { splitFrequencies } from '../../spectrum/split/splitFrequencies.ts';
import { float32, slice, type Tensor } from '../../tensor/tensor.ts';
import type { FoundParts } from '../parts/parts.ts';
import { sampleOfSplit } from '../parts/sampleOfSplit.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';

export interface DrawnPicture extends Omit<StudyPicture, 'file'> {
  readonly svg: string;
}

/** Panels of Fig. 2. */
const PANELS = 8;

/** Images that HFC decides: the eight of the gallery, of the first seed. */
export async function decidedPictures(
  results: StudyResults,
  data: () => Promise<Dataset>,
): Promise<DrawnPicture[]> {
  const components = settingOf(results, 'natural').seeds[0]?.result?.parts.components;
  if (!components || components.decidedByHfc.images.length === 0) return [];
  const dataset = await data();
  const panels = await panelsOf(components, dataset);
  const { svg, width, height } = decidedPicture(panels);
  const { radius } = components.decidedByHfc;
  return [
    {
      id: 'decided-by-hfc',
      title: 'Images that high frequencies decide',
      caption: `Of each image x, its low- and its high-frequency component at r = ${radius}, with the model’s answer and its confidence. HFC is shown on mid-grey.`,
      paper: 'Fig. 2',
      ...{ svg, width, height },
    },
  ];
}

async function panelsOf(
  components: NonNullable<FoundParts['components']>,
  dataset: Dataset,
): Promise<DecidedPanel[]> {
  const { decidedByHfc, n } = components;
  const { gallery, images, radius, distance, boundary } = decidedByHfc;
  const whole = components.images === 'reserve' ? dataset.reserve! : dataset.test;
  const split = sampleOfSplit(whole, n);
  const nameOf = (label: number) => (label < 0 ? 'no answer' : dataset.classes[label]);
  const panels: DecidedPanel[] = [];
  for (const place of gallery.slice(0, PANELS)) {
    const { index, label, confidence, lowPrediction, lowConfidence, highConfidence } = images[place];
    const { images: pixels } = await readBatch(split, [index]);
    const { lfc, hfc } = splitFrequencies(pixels, radius, { distance, boundary });
    const grey = float32(
      hfc.shape,
      hfc.data.map((value) => value + 0.5),
    );
    panels.push({
      label: nameOf(label),
      cells: [
        { image: only(pixels), answer: nameOf(label), confidence, isRight: true },
        { image: only(lfc), answer: nameOf(lowPrediction), confidence: lowConfidence, isRight: false },
        { image: only(grey), answer: nameOf(label), confidence: highConfidence, isRight: true },
      ],
    });
  }
  return panels;
}

function only(batch: Tensor<'float32'>): Tensor<'float32'> {
  return float32(batch.shape.slice(1), slice(batch, 0, 1).data);
}

/** First layers of the natural and of the adversarially trained model, as they are and smoothed with ρ = 1 (Fig. 7). */
export function kernelPictures(results: StudyResults): DrawnPicture[] {
  const panels: KernelPanel[] = [];
  for (const rho of [0, 1]) {
    for (const name of ['natural', 'adversarial']) {
      const layer = settingOf(results, name).seeds[0]?.result?.parts.kernels?.firstLayer;
      if (!layer) return [];
      const [, ...dims] = layer.shape;
      const size = dims.reduce((product, side) => product * side, 1);
      const weights = float32([layer.weights.length / size, ...dims], Float32Array.from(layer.weights));
      panels.push({
        caption: rho === 0 ? name : `${name}, ρ = ${rho}`,
        weights: rho === 0 ? weights : smoothKernel(weights, { rho }),
      });
    }
  }
  const svg = kernelSheet(panels);
  const [width, height] = ['width', 'height'].map((side) =>
    Math.ceil(Number(new RegExp(`<svg[^>]* ${side}="([\\d.]+)"`).exec(svg)![1])),
  );
  return [
    {
      id: 'kernels',
      title: 'Kernels of the first layer',
      caption:
        'One kernel a column, one in-channel a row; each panel in units of the root mean square of its weights.',
      paper: 'Fig. 7',
      ...{ svg, width, height },
    },
  ];
}
