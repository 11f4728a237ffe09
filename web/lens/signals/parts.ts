import { effect, signal } from '@preact/signals';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { pictures } from '../../pictures/pictures.ts';
import type { SplitSettings } from '../../pictures/picturesHost.ts';
import type { Pixels } from '../../pictures/pixels.ts';
import { latest } from '../../state/latest.ts';
import { view } from '../../state/view.ts';
import { picturesProblem, type Subject, subject } from '../../subject/subject.ts';
import { cut, splitSettings } from './cut.ts';

/** LFC and HFC of the page's image at one cut. */
export interface SubjectParts {
  readonly of: Subject;
  readonly cut: number;
  readonly settings: SplitSettings;
  readonly lfc: Pixels;
  readonly hfc: Pixels;
  /** [2, c, h, w], as a model is shown them; null without a model. */
  readonly shown: Tensor<'float32'> | null;
}

export const parts = signal<SubjectParts | null>(null);

/** Singular values of the image, mean of its channels, largest first; null until they are known. */
export const singularValues = signal<{ readonly of: Subject; readonly values: Float32Array } | null>(null);

interface Request {
  readonly of: Subject;
  readonly cut: number;
  readonly settings: SplitSettings;
  readonly forModel: boolean;
}

const split = latest(
  ({ cut, settings, forModel }: Request) => pictures.split(cut, settings, { forModel }),
  (result, { of, cut, settings }) => {
    // The worker may have gone on to another image meanwhile.
    if (of === subject.peek()) parts.value = { of, cut, settings, ...result };
  },
  (error) => {
    picturesProblem.value = String(error);
  },
);

/** Starts to follow image, cut and settings, once for the page. */
export function followCut(): void {
  effect(() => {
    const of = subject.value;
    if (!of) return;
    split({ of, cut: cut.value, settings: splitSettings.value, forModel: view.value.model !== 'none' });
  });
  effect(() => {
    const of = subject.value;
    if (!of || view.value.method !== 'svd' || singularValues.peek()?.of === of) return;
    pictures.singularValues().then(
      (values) => {
        if (of === subject.peek()) singularValues.value = { of, values };
      },
      (error) => {
        picturesProblem.value = String(error);
      },
    );
  });
}
