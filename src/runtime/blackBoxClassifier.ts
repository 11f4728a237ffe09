import type { ClassOrder } from '../networks/classifier/classifierGraph.ts';
import { classScores, type ScoredOutput } from '../networks/classifier/classScores.ts';
import { type Convention, checkMoments } from '../networks/classifier/convention.ts';
import { conventionImages } from '../networks/classifier/conventionImages.ts';
import type { SettledOutput } from '../networks/classifier/findLogits.ts';
import { inputTensor } from '../networks/classifier/inputTensor.ts';
import { type ImageShape, inputShape, type ModelInput } from '../networks/classifier/modelInput.ts';
import { float32, sizeOf, slice, type Tensor } from '../tensor/tensor.ts';
import type { Classifier, ClassifierOptions } from './classifier.ts';
import { inPieces, padded } from './inPieces.ts';
import { checkFinite } from './notFiniteError.ts';
import { type Piece, piecesOf } from './pieces.ts';
import type { Pool, PooledModel } from './pool.ts';

/** A model that ONNX Runtime runs as its file has it: images in, class scores out, and no gradient. */
export interface BlackBox {
  /** A model file with one output and all its weights. */
  readonly bytes: Uint8Array;
  readonly input: ModelInput;
  readonly output: ScoredOutput;
  /** Why there is no graph of it, in one line. */
  readonly reason: string;
}

export interface BlackBoxOptions extends Pick<ClassifierOptions, 'bounds' | 'chunk'> {
  readonly convention: Convention;
  /** Channels, height and width of the images that the model takes. */
  readonly image: ImageShape;
  /** The order of the logits, by default the model's. */
  readonly classOrder?: ClassOrder | undefined;
  /** What the numbers of the output are, by default logits. */
  readonly settled?: SettledOutput | undefined;
}

/**
 * A classifier of pixels in [0, 1] from a model that is not understood: what `classifierGraph` does inside a graph, to
 * pixels before the model and to its numbers after it, is done outside.
 *
 * @throws Error of one line when ONNX Runtime refuses the model or cannot run it
 */
export async function createBlackBoxClassifier(
  pool: Pool,
  box: BlackBox,
  { convention, image, classOrder, settled, bounds = [0, 1], chunk }: BlackBoxOptions,
): Promise<Classifier> {
  const { input, output } = box;
  const [channels, height, width] = image;
  const shape = [convention.channels === 'grey' ? 1 : channels, height, width];
  const classes = classOrder?.order.length ?? output.classes;
  checkMoments(convention, channels);
  const failed = (error: Error) => {
    throw new Error(`${box.reason}; ONNX Runtime does not run the file as it is either: ${error.message}`);
  };
  const model = await pool.load(box.bytes).catch(failed);
  const run = async (images: Tensor<'float32'>): Promise<Tensor<'float32'>> => {
    const seen = conventionImages(images, convention, channels);
    const fed = inputTensor(seen, input.type, convention.layout);
    const wanted = inputShape(images.shape[0], image, convention.layout, input.shape.length);
    const results = await model.run({ [input.name]: { ...fed, shape: wanted } });
    return classScores(results[output.source], images.shape[0], output, { settled, classOrder });
  };
  const fixed = input.batch ?? (await batchOf(model, run, shape).catch(failed));
  const large = fixed ?? chunk ?? Math.max(1, Math.min(25, Math.floor(PIECE_PIXELS / (height * width))));
  const piecesFor = (count: number) => piecesOf(count, { threads: pool.threads, large, small: large });
  return {
    shape,
    classes,
    bounds,
    pieces: pool.threads,
    async logits(images) {
      const seen = (piece: Piece) =>
        fixed === null ? slice(images, piece.start, piece.end) : padded(images, piece);
      const logits = await inPieces(images, classes, piecesFor(images.shape[0]), (piece) => run(seen(piece)));
      checkFinite('logits', logits);
      return logits;
    },
    async inputGradient() {
      throw new Error(`inputGradient: a black box has no gradient: ${box.reason}`);
    },
    release: () => model.release(),
  };
}

/** Images a piece has at most, in pixels: what lies between a network's layers is some times as large. */
const PIECE_PIXELS = 2 ** 19;

/** Null where any number of images goes at once; 1 where a model says so, and then takes single ones only. */
async function batchOf(
  model: PooledModel,
  run: (images: Tensor<'float32'>) => Promise<Tensor<'float32'>>,
  shape: readonly number[],
): Promise<1 | null> {
  const black = (count: number) => float32([count, ...shape], new Float32Array(count * sizeOf(shape)));
  try {
    await run(black(2));
    return null;
  } catch {
    // Not for more than one, or not at all.
  }
  try {
    await run(black(1));
    return 1;
  } catch (error) {
    await model.release();
    throw error;
  }
}
