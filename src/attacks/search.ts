import type { Loss } from '../networks/losses/losses.ts';
import type { Classifier, InputGradient } from '../runtime/classifier.ts';
import { NotFiniteError } from '../runtime/notFiniteError.ts';
import { settled } from '../runtime/settled.ts';
import { float32, sizeOf, type Tensor } from '../tensor/tensor.ts';

/** What a search asks of the classifier: the logits of some pixels, or also the gradient of their loss. */
export interface Question {
  readonly needs: 'gradient' | 'logits';
  /** [c, h, w]; they may change once the answer is there. */
  readonly pixels: Float32Array;
  /** The class of which the loss is. */
  readonly label: number;
}

export interface Answer {
  readonly logits: Float32Array;
  /** With a gradient; else NaN. */
  readonly loss: number;
  /** With a gradient; else empty. A view on the whole batch's. */
  readonly gradient: Float32Array;
}

/** A search near one image: asks, gets answers and in the end returns what it found. */
export type Search<T> = Generator<Question, T, Answer>;

export type Attacked = Pick<Classifier, 'bounds' | 'logits' | 'inputGradient'>;

export interface SearchesOptions {
  /** One image: channels, height, width. */
  readonly shape: readonly number[];
  readonly loss: Loss;
  /** Number of the first image, by default 0. */
  readonly first?: number | undefined;
  /** How many searches are under way at once, which bounds the memory; by default 256. */
  readonly inFlight?: number | undefined;
  /**
   * Groups that take turns at the classifier, by default 2, so that it works for the one while the other's searches choose their next pixels.
   * With 1 the questions of all searches under way are one batch, for a classifier whose answer depends on its batch.
   */
  readonly lanes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Searches<T> {
  readonly results: readonly T[];
  /** Questions that were answered. */
  readonly evaluations: number;
  /** Those with a gradient, and how many of these were zero everywhere. */
  readonly gradients: number;
  readonly zeroGradients: number;
}

/**
 * Runs many searches side by side: their questions of one round are one batch, and where one ends the next begins.
 * No answer depends on who else is in the batch.
 *
 * @param start begins the search of image first, first + 1, … first + count − 1
 * @throws NotFiniteError that names the image, when an answer is not finite
 */
export async function runSearches<T>(
  classifier: Attacked,
  count: number,
  start: (image: number) => Search<T>,
  { shape, loss, first = 0, inFlight = 256, lanes = 2, signal, onProgress }: SearchesOptions,
): Promise<Searches<T>> {
  const results = new Array<T>(count);
  const tally = { evaluations: 0, gradients: 0, zeroGradients: 0 };
  let [started, done, failed] = [0, 0, false];

  /** Hands a search its answer; undefined once it is over. */
  function go(image: number, search: Search<T>, ...answer: [] | [Answer]): Asking<T> | undefined {
    const step = search.next(...answer);
    if (!step.done) return { image, search, question: step.value };
    results[image - first] = step.value;
    done++;
    return undefined;
  }

  function note(answer: Answer): void {
    tally.evaluations++;
    if (answer.gradient.length === 0) return;
    tally.gradients++;
    if (answer.gradient.every((value) => value === 0)) tally.zeroGradients++;
  }

  async function lane(most: number): Promise<void> {
    let active: Asking<T>[] = [];
    while (!failed && (active.length > 0 || started < count)) {
      signal?.throwIfAborted();
      while (active.length < most && started < count) {
        const image = first + started++;
        const asking = go(image, start(image));
        if (asking) active.push(asking);
      }
      const batches = (['gradient', 'logits'] as const)
        .map((needs) => active.filter(({ question }) => question.needs === needs))
        .filter(({ length }) => length > 0)
        .map(async (asking) => ({ asking, found: await ask(classifier, asking, shape, loss) }));
      active = [];
      for (const { asking, found } of await settled(batches)) {
        asking.forEach(({ image, search }, row) => {
          const answer = answerOf(found, row, asking.length);
          note(answer);
          const next = go(image, search, answer);
          if (next) active.push(next);
        });
      }
      onProgress?.(done, count);
    }
  }

  const groups = Math.min(lanes, inFlight);
  const most = Math.ceil(Math.min(inFlight, count) / groups);
  const stop = (error: unknown) => {
    failed = true;
    throw error;
  };
  // The other lanes are waited for where one fails.
  await settled(Array.from({ length: groups }, () => lane(most).catch(stop)));
  return { results, ...tally };
}

interface Asking<T> {
  readonly image: number;
  readonly search: Search<T>;
  readonly question: Question;
}

/** Puts questions of one kind to the classifier as a batch. */
async function ask<T>(
  classifier: Attacked,
  asking: readonly Asking<T>[],
  shape: readonly number[],
  loss: Loss,
): Promise<InputGradient> {
  const size = sizeOf(shape);
  const images = float32([asking.length, ...shape]);
  asking.forEach(({ question }, row) => {
    images.data.set(question.pixels, row * size);
  });
  try {
    if (asking[0].question.needs === 'gradient') {
      const labels = Int32Array.from(asking, ({ question }) => question.label);
      return await classifier.inputGradient(images, labels, loss);
    }
    const logits = await classifier.logits(images);
    return { logits, gradient: float32([0]), losses: new Float32Array(0) };
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
    // The batch's rows are ours; the caller counts images.
    throw new NotFiniteError(error.what, asking[error.image].image, error.value);
  }
}

function answerOf({ logits, gradient, losses }: InputGradient, row: number, count: number): Answer {
  return {
    logits: rowOf(logits, row, count),
    loss: losses.length > 0 ? losses[row] : Number.NaN,
    gradient: rowOf(gradient, row, count),
  };
}

function rowOf({ data }: Tensor<'float32'>, row: number, count: number): Float32Array {
  const size = data.length / count;
  return data.subarray(row * size, (row + 1) * size);
}
