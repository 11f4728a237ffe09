import { type Dataset, selectImages } from '../../data/dataset/dataset.ts';
import { largest } from '../../statistics/extremes.ts';
import type { ClassMapping } from './classMapping.ts';
import { logitOrder } from './logitOrder.ts';

/**
 * The test images whose classes the model has, of the classes that they can be: labels are places in the mapping's
 * `classes`, which begin with them.
 */
export function mapLabels(
  { test }: Pick<Dataset, 'test'>,
  mapping: Pick<ClassMapping, 'indices' | 'classes'>,
): { readonly mapped: Pick<Dataset, 'classes' | 'test'>; readonly leftOut: number } {
  const order = logitOrder(mapping);
  const byText = new Map(order.map((own, place) => [JSON.stringify(own), place]));
  const places = mapping.indices.map((index) => byText.get(JSON.stringify(index)) ?? -1);
  const kept = Uint32Array.from(test.labels.keys()).filter((image) => places[test.labels[image]] >= 0);
  const chosen = kept.length === test.count ? test : selectImages(test, kept);
  const labels = chosen.labels.map((label) => places[label]);
  const classes = mapping.classes.slice(0, largest(places) + 1);
  return { mapped: { classes, test: { ...chosen, labels } }, leftOut: test.count - kept.length };
}
