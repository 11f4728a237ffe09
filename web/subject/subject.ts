import { computed, effect, signal } from '@preact/signals';
import { transfer } from 'comlink';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { type CurrentImage, currentImage, openNamedImage } from '../image/currentImage.ts';
import type { Fit } from '../image/fitImage.ts';
import { OWN_SIZE, SINGULAR_SIZE } from '../image/limits.ts';
import { currentModel } from '../model/currentModel.ts';
import { pictures } from '../pictures/pictures.ts';
import type { Pixels } from '../pictures/pixels.ts';
import { latest } from '../state/latest.ts';
import { view } from '../state/view.ts';

/** The image as pictures, models and attacks see it. A new one for each image and size. */
export interface Subject {
  readonly name: string;
  /** [c, h, w], pixels in [0, 1]. */
  readonly image: Tensor<'float32'>;
  readonly original: Pixels;
  readonly spectrum: Pixels;
  /** Width and height of the image as it was brought. */
  readonly from: readonly [width: number, height: number];
  /** What it was brought to. */
  readonly fit: Fit;
}

export const subject = signal<Subject | null>(null);

/** What went wrong in the pictures' worker, which nothing should. */
export const picturesProblem = signal<string | null>(null);

/** What the models that come with the page take, so that pictures need not wait for one. */
export const BUILT_IN = { channels: 3, height: 32, width: 32 } as const satisfies Fit;

/** The size that images are brought to; null until a model is open that does not come with the page. */
const fit = computed((): Fit | null => {
  const { model, method } = view.value;
  const state = currentModel.value;
  const own: Fit = { longest: method === 'svd' ? SINGULAR_SIZE : OWN_SIZE };
  if (model === 'none' || state.status === 'failed') return own;
  if (model !== 'own' && model !== 'result') return BUILT_IN;
  if (state.status !== 'ready') return null;
  const [channels, height, width] = state.model.shape;
  return { channels, height, width };
});

interface Request {
  readonly current: CurrentImage;
  readonly fit: Fit;
}

let held: ImageBitmap | undefined;
const refit = latest(
  ({ current, fit }: Request) => {
    const isNew = current.bitmap !== held;
    held = current.bitmap;
    return isNew ? pictures.fit(fit, transfer(current.bitmap, [current.bitmap])) : pictures.fit(fit);
  },
  (fitted, { current: { name, width, height }, fit }) => {
    subject.value = { name, ...fitted, from: [width, height], fit };
  },
  (error) => {
    picturesProblem.value = String(error);
  },
);

/** Starts to follow the view, once for the page. */
export function followImage(): void {
  const name = computed(() => view.value.image);
  effect(() => {
    openNamedImage(name.value);
  });
  // A model that opens changes many things; only another size or image is a reason to begin anew.
  let before = '';
  effect(() => {
    const current = currentImage.value;
    if (!current || !fit.value) return;
    const key = JSON.stringify(fit.value);
    if (key === before && current.bitmap === held) return;
    before = key;
    refit({ current, fit: fit.value });
  });
}
