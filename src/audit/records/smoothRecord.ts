import { z } from 'zod';
import { conventionSchema } from '../../networks/classifier/convention.ts';
import { smoothingSchema } from '../kernels/smoothing.ts';

export const smoothKind = { schema: 'passband.smooth', version: 1 } as const;

/** `smooth.json`: what `passband smooth` did with a model. */
export const smoothRecordSchema = z.object({
  schema: z.literal(smoothKind.schema),
  version: z.literal(smoothKind.version),
  /** Of Passband. */
  versions: z.record(z.string(), z.string()),
  model: z.object({
    name: z.string(),
    sha256: z.string(),
    /** ρ with which the model had been smoothed before, as its metadata says; null where it had not. */
    smoothedBefore: z.string().nullable(),
  }),
  /** Images that the models were shown; null where only the kernels were looked at. */
  dataset: z
    .object({
      name: z.string(),
      shape: z.array(z.int().positive()).length(3),
      convention: conventionSchema,
      hashes: z.record(z.string(), z.string()),
    })
    .nullable(),
  notices: z.array(z.string()),
  /** What was typed. */
  command: z.string(),
  seed: z.int().min(0),
  /** The smoothed models, beside this file. */
  files: z.array(z.object({ rho: z.number().min(0), file: z.string() })),
  smoothing: smoothingSchema,
});

export type SmoothRecord = Readonly<z.infer<typeof smoothRecordSchema>>;
