/**
 * Kinds of an audit's work, in images: `components` at one radius, with splitting; `svd` the split by singular values; `certificate` at one
 * cut-off; `heatMap` at one frequency; `logits` and `gradients` one pass; `calls` are passes of a single image that wait for each other, as an attack's steps do when
 * few images are left; `rows` is what an attack takes beside its passes; `loads` are graphs that are
 * loaded. What each takes differs between models, sizes and machines, and is measured.
 */
export const workKinds = [
  'components',
  'svd',
  'certificate',
  'heatMap',
  'logits',
  'gradients',
  'calls',
  'rows',
  'loads',
] as const;

/** What a gradient takes, in passes without one. */
export const GRADIENT = 3;

export type WorkKind = (typeof workKinds)[number];
export type Work = Readonly<Partial<Record<WorkKind, number>>>;

/** The share of images that an attack of some size leaves standing, as far as it is known: attacks leave fallen images alone. */
export type Standing = (attack: { readonly norm: 'linf' | 'l2'; readonly text: string }) => number;

/** How many images each of an audit's samples has. */
export type ImageCounts = Readonly<
  Record<
    'main' | 'certified' | 'attacked' | 'heatMap' | 'smoothed' | 'batchStatistics',
    { readonly count: number }
  >
>;
