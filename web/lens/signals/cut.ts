import { computed } from '@preact/signals';
import { boundaryOf } from '../../../src/spectrum/split/radialMask.ts';
import type { SplitSettings } from '../../pictures/picturesHost.ts';
import { show, view } from '../../state/view.ts';
import { subject } from '../../subject/subject.ts';

/** Where the cut can lie. */
export interface CutRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Height and width of the image that is split; null until there is one. */
export const planeSize = computed(() => {
  const shape = subject.value?.image.shape;
  return shape ? ([shape[1], shape[2]] as const) : null;
});

/** From nothing but the mean to the corner of the spectrum, or from one singular value to all of them. */
export const cutRange = computed((): CutRange => {
  const [height, width] = planeSize.value ?? [32, 32];
  const { method, distance, preset } = view.value;
  if (method === 'svd') return { min: 1, max: Math.min(height, width), step: 1 };
  const [u, v] = [Math.floor(height / 2), Math.floor(width / 2)];
  const corner = { l2: Math.hypot(u, v), l1: u + v, linf: Math.max(u, v) }[distance];
  // The first half step at which nothing is left of HFC.
  const beyond = preset === 'authors' ? Math.floor(2 * corner + 1) / 2 : Math.ceil(2 * corner) / 2;
  return { min: 0, max: beyond, step: 0.5 };
});

/** The radius r or the number k of singular values, within its range. */
export const cut = computed(() => {
  const { method, r, k } = view.value;
  const { min, max } = cutRange.value;
  return Math.min(max, Math.max(min, method === 'svd' ? Math.round(k) : r));
});

/** Whether nothing is left of HFC. */
export const hasNoHfc = computed(() => cut.value >= cutRange.value.max);

/**
 * Moves the cut to the nearest step.
 *
 * @param passing while the hand still moves
 */
export function moveCut(to: number, { passing }: { readonly passing: boolean }): void {
  const { min, max, step } = cutRange.value;
  const near = Math.min(max, Math.max(min, Math.round(to / step) * step));
  show(view.value.method === 'svd' ? { k: near } : { r: near }, { passing });
}

let key = '';
let known: SplitSettings | undefined;

/** How the image is split, but for the cut: the same object as long as nothing of it changes. */
export const splitSettings = computed((): SplitSettings => {
  const { method, distance, preset, rescale } = view.value;
  const settings = { method, distance, boundary: boundaryOf(preset), rescale };
  const now = JSON.stringify(settings);
  if (!known || now !== key) known = settings;
  key = now;
  return known;
});

/** What the two components are called. */
export const partNames = computed(() =>
  view.value.method === 'svd'
    ? ({ lfc: 'leading', hfc: 'rest' } as const)
    : ({ lfc: 'LFC', hfc: 'HFC' } as const),
);

/** The cut as it is written: `r = 8`, `k = 4`. */
export function cutText(value: number, method = view.value.method): string {
  return method === 'svd' ? `k = ${value}` : `r = ${value}`;
}
