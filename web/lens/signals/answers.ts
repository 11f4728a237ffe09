import { effect, signal } from '@preact/signals';
import { transfer } from 'comlink';
import { float32, type Tensor } from '../../../src/tensor/tensor.ts';
import { type Ranking, rankings } from '../../answers/ranking.ts';
import { modelHost } from '../../model/currentModel.ts';
import type { OpenedModel } from '../../model/host/modelHost.ts';
import { reasonOf } from '../../model/host/reasonOf.ts';
import { readyModel } from '../../model/readyModel.ts';
import { latest } from '../../state/latest.ts';
import { parts, type SubjectParts } from './parts.ts';

/** What the model says of the image and its parts. */
export interface Answers {
  readonly of: SubjectParts;
  readonly model: OpenedModel;
  readonly original: Ranking;
  readonly lfc: Ranking;
  readonly hfc: Ranking;
}

export const answers = signal<Answers | null>(null);

/** Why the model could not answer; null when it could. */
export const answerProblem = signal<string | null>(null);

/** Whether images of a shape are what the model takes. */
export function takes(model: OpenedModel, shape: readonly number[]): boolean {
  return model.shape.every((size, axis) => size === shape[axis]);
}

interface Request {
  readonly of: SubjectParts;
  readonly model: OpenedModel;
}

const ask = latest(
  async ({ of }: Request) => {
    const images = stacked(of.of.image, of.shown!);
    return modelHost.logits(transfer(images, [images.data.buffer as ArrayBuffer]));
  },
  ({ data }, { of, model }) => {
    if (model !== readyModel.peek()) return;
    const [original, lfc, hfc] = rankings(data, model.classes.length);
    answers.value = { of, model, original, lfc, hfc };
    answerProblem.value = null;
  },
  (error) => {
    // What was said of the image before is no answer to this one.
    answers.value = null;
    answerProblem.value = reasonOf(error);
  },
);

/** Starts to follow the pictures, once for the page. */
export function followParts(): void {
  effect(() => {
    const of = parts.value;
    const model = readyModel.value;
    if (!model) answers.value = null;
    else if (of?.shown && takes(model, of.of.image.shape)) ask({ of, model });
  });
}

/** [3, c, h, w]: x, LFC, HFC. */
function stacked(image: Tensor<'float32'>, shown: Tensor<'float32'>): Tensor<'float32'> {
  const images = float32([3, ...image.shape]);
  images.data.set(image.data);
  images.data.set(shown.data, image.data.length);
  return images;
}
