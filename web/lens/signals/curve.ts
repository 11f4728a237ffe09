import { computed, effect, signal } from '@preact/signals';
import { transfer } from 'comlink';
import { sizeOf } from '../../../src/tensor/tensor.ts';
import { type Ranking, rankings } from '../../answers/ranking.ts';
import { modelHost } from '../../model/currentModel.ts';
import type { OpenedModel } from '../../model/host/modelHost.ts';
import { reasonOf } from '../../model/host/reasonOf.ts';
import { readyModel } from '../../model/readyModel.ts';
import { pictures } from '../../pictures/pictures.ts';
import type { SplitSettings } from '../../pictures/picturesHost.ts';
import { type Subject, subject } from '../../subject/subject.ts';
import { answerProblem, answers, takes } from './answers.ts';
import { cutRange, splitSettings } from './cut.ts';

/** What the model says of both components at one cut. */
export interface CurvePoint {
  readonly cut: number;
  readonly lfc: Ranking;
  readonly hfc: Ranking;
}

/** The answers over the whole range of cuts; it grows from coarse to fine. */
export interface ConfidenceCurve {
  readonly model: OpenedModel;
  /** The class that the model gives the original. */
  readonly label: number;
  readonly original: Ranking;
  /** Cuts ascending. */
  readonly points: readonly CurvePoint[];
  readonly total: number;
}

export const curve = signal<ConfidenceCurve | null>(null);

/** Cuts of a curve, at most. */
const POINTS = 49;
/** Numbers of the images that the model gets at once: questions about the cut under the finger come in between. */
const PIECE = 150_000;

/** All cuts where they are few, else evenly spaced ones, ends included, in an order in which early ones are spread out. */
export function curveCuts({ min, max, step }: { min: number; max: number; step: number }): number[] {
  const all = Math.round((max - min) / step) + 1;
  const count = Math.min(all, POINTS);
  const cuts = Array.from({ length: count }, (_, index) => {
    const place = count > 1 ? Math.round((index * (all - 1)) / (count - 1)) : 0;
    return min + place * step;
  });
  const order: number[] = [];
  for (let stride = 16; stride >= 1; stride /= 2) {
    for (let index = 0; index < count; index += stride) if (!order.includes(index)) order.push(index);
    if (!order.includes(count - 1)) order.push(count - 1);
  }
  return order.map((index) => cuts[index]);
}

interface Question {
  readonly of: Subject;
  readonly model: OpenedModel;
  readonly settings: SplitSettings;
}

let newest = 0;

async function draw({ of, model, settings }: Question): Promise<void> {
  const mine = ++newest;
  const cuts = curveCuts(cutRange.peek());
  const shape = of.image.shape;
  const piece = Math.max(1, Math.floor(PIECE / (2 * sizeOf(shape))));
  try {
    const logits = await modelHost.logits({ ...of.image, shape: [1, ...shape] });
    const [original] = rankings(logits.data, model.classes.length);
    let points: CurvePoint[] = [];
    for (let start = 0; start < cuts.length; start += piece) {
      const some = cuts.slice(start, start + piece);
      if (mine !== newest) return;
      const images = await pictures.components(some, settings);
      if (mine !== newest) return;
      const { data } = await modelHost.logits(transfer(images, [images.data.buffer as ArrayBuffer]));
      if (mine !== newest) return;
      const ranked = rankings(data, model.classes.length);
      const more = some.map((cut, index) => ({ cut, lfc: ranked[2 * index], hfc: ranked[2 * index + 1] }));
      points = [...points, ...more].sort((a, b) => a.cut - b.cut);
      curve.value = { model, label: original.order[0], original, points, total: cuts.length };
    }
  } catch (error) {
    if (mine === newest) answerProblem.value = reasonOf(error);
  }
}

/** Starts to follow image, model and settings, once for the page. */
export function followCurve(): void {
  // The pictures under the finger come first: the curve begins when they have been answered.
  const answered = computed(() => answers.value?.of.of ?? null);
  const answering = computed(() => answers.value?.model ?? null);
  effect(() => {
    const of = subject.value;
    const model = readyModel.value;
    const settings = splitSettings.value;
    newest++;
    if (!of || !model || !takes(model, of.image.shape)) {
      curve.value = null;
    } else if (answered.value === of && answering.value === model) {
      draw({ of, model, settings });
    }
  });
}
