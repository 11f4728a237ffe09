import { z } from 'zod';
import type { Convention } from '../../networks/classifier/convention.ts';
import type { Normalisation } from './normalisation.ts';

const boundsSchema = z.tuple([z.number(), z.number()]);

/**
 * The convention of a model that Passband wrote, from its metadata; undefined for any other model, and where range, mean
 * or std are given. A given order of axes or channels leaves what the model says of the rest.
 *
 * @param given the parts of the convention that are known
 */
export function statedConvention(
  metadata: Readonly<Record<string, string>>,
  channels: number,
  given: Partial<Convention> = {},
): Normalisation | undefined {
  const text = metadata['passband.bounds'];
  if (text === undefined || !metadata['passband.input']?.startsWith('NCHW')) return undefined;
  if (['range', 'mean', 'std'].some((part) => Object.hasOwn(given, part))) return undefined;
  const bounds = boundsSchema.safeParse(parsed(text));
  if (!bounds.success || bounds.data[0] >= bounds.data[1]) return undefined;
  return {
    convention: {
      layout: 'NCHW',
      channels: channels === 1 ? 'grey' : 'RGB',
      range: bounds.data,
      mean: [0],
      std: [1],
      ...given,
    },
    source: 'metadata',
    decided: true,
    candidates: [],
    warnings: [],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
