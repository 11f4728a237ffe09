import type { Convention } from '../../networks/classifier/convention.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import {
  type AssumedConvention,
  type AssumedConventionOptions,
  assumedConvention,
} from './assumedConvention.ts';
import { statedConvention } from './statedConvention.ts';

/** How a model that was shown no labelled images gets its pixels, and who says so: a person, the file, or a rule. */
export type UnmeasuredNormalisation =
  | { readonly convention: Convention; readonly source: 'given' | 'metadata' }
  | (AssumedConvention & { readonly source: 'assumed' });

export interface UnmeasuredNormalisationOptions extends AssumedConventionOptions {
  /** The parts of the convention that are known. */
  readonly given?: Partial<Convention> | undefined;
}

/** What is given, else what the model says of itself, else what most models like it want. */
export function unmeasuredNormalisation(
  model: Graph,
  { given = {}, ...options }: UnmeasuredNormalisationOptions,
): UnmeasuredNormalisation {
  const stated = statedConvention(model.metadata, options.image[0], given);
  if (stated) return { convention: stated.convention, source: 'metadata' };
  const assumed = assumedConvention(model, options);
  const convention = { ...assumed.convention, ...given };
  const isGiven = ['range', 'mean', 'std'].every((part) => Object.hasOwn(given, part));
  return isGiven ? { convention, source: 'given' } : { ...assumed, convention, source: 'assumed' };
}
