import { leastLikelyOf } from '../../../src/attacks/answers.ts';
import { attack } from '../../../src/attacks/attack.ts';
import { type AttackSettings, attackSettings } from '../../../src/attacks/attackSettings.ts';
import { methods } from '../../../src/attacks/methods/methods.ts';
import { norms } from '../../../src/attacks/perturbation/norms.ts';
import type { Attacked } from '../../../src/attacks/search.ts';
import { logMagnitude } from '../../../src/spectrum/split/logMagnitude.ts';
import type { RadialMaskOptions } from '../../../src/spectrum/split/radialMask.ts';
import { argmax } from '../../../src/tensor/argmax.ts';
import { seededRandom } from '../../../src/tensor/random.ts';
import { float32, type Tensor } from '../../../src/tensor/tensor.ts';
import { type Pixels, spectrumPixels, toPixels } from '../../pictures/pixels.ts';
import type { PageMethod } from '../../state/pageMethods.ts';

/** An attack on one image, as a person sets it. */
export interface AttackRequest extends RadialMaskOptions {
  /** [c, h, w], pixels in [0, 1]. */
  readonly image: Tensor<'float32'>;
  /** The class that the answer is moved away from; null = what the model answers. */
  readonly label: number | null;
  readonly method: PageMethod;
  readonly norm: 'linf' | 'l2';
  readonly epsilon: number;
  /** Of PGD. */
  readonly steps: number;
  readonly target: 'none' | 'least-likely';
  /** Frequencies that the perturbation may have: all, those within the radius, or those beyond it. */
  readonly band: 'all' | 'low' | 'high';
  /** In bins. */
  readonly radius: number;
  readonly seed: number;
}

/** What an attack found, with what there is to see of it. */
export interface AttackPicture {
  readonly settings: AttackSettings;
  readonly label: number;
  /** Where there was a target. */
  readonly target: number | null;
  /** Logits of the image and of the result. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly adversarial: Tensor<'float32'>;
  /** Adversarial minus original, [c, h, w]. */
  readonly delta: Tensor<'float32'>;
  /** By which δ is magnified about grey in its picture. */
  readonly factor: number;
  /** The spectrum is ln(1 + |z|) of δ in 1/255. */
  readonly pictures: Readonly<Record<'original' | 'delta' | 'spectrum' | 'adversarial', Pixels>>;
  /** ‖δ‖ in the attack's norm. */
  readonly size: number;
  /** Image gradients that were spent. */
  readonly gradients: number;
  readonly zeroGradientShare: number;
  /** Share of Σ δ² that the way back into ball and pixels put outside the band; null without a band. */
  readonly bandLeak: number | null;
}

export interface AttackPictureOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Attacks one image. Every step is walked, so that perturbations of one kind can be compared. */
export async function attackPicture(
  classifier: Attacked,
  request: AttackRequest,
  { signal, onProgress }: AttackPictureOptions,
): Promise<AttackPicture> {
  const { image, band, radius, distance = 'l2', boundary = 'inclusive', method, epsilon, norm } = request;
  const settings = attackSettings({
    ...{ method, epsilon, norm, target: request.target },
    ...(methods[method].fixedSteps === null && { steps: request.steps }),
    band: band === 'all' ? null : { radius, keep: band, distance, boundary },
  });
  const images = float32([1, ...image.shape], image.data);
  const before = (await classifier.logits(images)).data;
  const label = request.label ?? argmax(before);
  let gradients = 0;
  const counting: Attacked = {
    bounds: classifier.bounds,
    async logits(batch) {
      await nextTask(signal);
      return classifier.logits(batch);
    },
    async inputGradient(batch, labels, loss) {
      await nextTask(signal);
      const found = await classifier.inputGradient(batch, labels, loss);
      gradients++;
      onProgress(gradients / settings.steps);
      return found;
    },
  };
  const outcome = await attack(counting, images, Int32Array.of(label), settings, {
    random: seededRandom(request.seed).fork('attack'),
    stopOnSuccess: false,
    signal,
  });
  const after = (await classifier.logits(outcome.adversarial)).data;
  const adversarial = float32(image.shape, outcome.adversarial.data);
  const delta = float32(
    image.shape,
    adversarial.data.map((pixel, at) => pixel - image.data[at]),
  );
  const factor = magnification(delta);
  return {
    ...{ settings, label, before, after, adversarial, delta, gradients, factor },
    target: settings.target === 'none' ? null : leastLikelyOf(before, label),
    pictures: {
      original: toPixels(image),
      delta: toPixels(delta, { factor, offset: 0.5 }),
      spectrum: spectrumPixels(logMagnitude(times(delta, 255))),
      adversarial: toPixels(adversarial),
    },
    size: norms[norm].size(Float64Array.from(delta.data)),
    zeroGradientShare: outcome.zeroGradientShare,
    bandLeak: outcome.bandLeak,
  };
}

/** Lets the worker hear of a newer attack: a runtime that answers within one task would keep it from that. */
function nextTask(signal: AbortSignal): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise<void>((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  }).then(() => signal.throwIfAborted());
}

/** A whole number by which the largest change comes near black or white. */
function magnification({ data }: Tensor<'float32'>): number {
  let largest = 0;
  for (const change of data) largest = Math.max(largest, Math.abs(change));
  return largest === 0 ? 1 : Math.max(1, Math.floor(0.5 / largest));
}

function times({ shape, data }: Tensor<'float32'>, factor: number): Tensor<'float32'> {
  return float32(
    shape,
    data.map((value) => factor * value),
  );
}
