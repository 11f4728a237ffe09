import type { Dataset, Split } from '../data/dataset.ts';
import { selectImages } from '../data/selectImages.ts';
import type { ClassMapping } from './classMapping.ts';

/** The images of a split whose classes the model has, labelled by the model's classes. */
export function mapLabels(
  shape: Dataset['shape'],
  split: Split,
  { indices }: Pick<ClassMapping, 'indices'>,
): { readonly split: Split; readonly leftOut: number } {
  const kept = Uint32Array.from(split.labels.keys()).filter((image) => indices[split.labels[image]] !== null);
  const chosen = kept.length === split.count ? split : selectImages(shape, split, kept);
  const labels = chosen.labels.map((label) => indices[label]!);
  return { split: { ...chosen, labels }, leftOut: split.count - kept.length };
}
