import { z } from 'zod';
import type { Normalisation } from './normalisation.ts';

const boundsSchema = z.tuple([z.number(), z.number()]);

/** The convention of a model that Passband wrote, from its metadata; undefined for any other model. */
export function statedConvention(
  metadata: Readonly<Record<string, string>>,
  channels: number,
): Normalisation | undefined {
  const text = metadata['passband.bounds'];
  if (text === undefined || !metadata['passband.input']?.startsWith('NCHW')) return undefined;
  const bounds = boundsSchema.safeParse(parsed(text));
  if (!bounds.success || bounds.data[0] >= bounds.data[1]) return undefined;
  return {
    convention: {
      layout: 'NCHW',
      channels: channels === 1 ? 'grey' : 'RGB',
      range: bounds.data,
      mean: [0],
      std: [1],
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
