import { z } from 'zod';
import { searchedMethods } from '../../attacks/minimalEpsilon.ts';
import { classMappingSchema } from '../../models/classes/classMapping.ts';
import { conventionSchema } from '../../networks/classifier/convention.ts';
import { presets } from '../../spectrum/split/preset.ts';
import { measureSchema } from '../measures/measure.ts';
import { commandRequestSchema } from '../plan/commandRequest.ts';
import { attackRowSchema } from '../robustness/attackRow.ts';

export const attackKind = { schema: 'passband.attack', version: 1 } as const;

/** `attack.json`: what `passband attack` did to a model. */
export const attackRecordSchema = z.strictObject({
  schema: z.literal(attackKind.schema),
  version: z.literal(attackKind.version),
  /** `stopped`: the attacks that are there are whole, others are missing. */
  status: z.enum(['running', 'stopped', 'finished']),
  versions: z.strictObject({ passband: z.string(), node: z.string(), onnxruntime: z.string() }),
  request: commandRequestSchema,
  seed: z.int().min(0),
  model: z.strictObject({
    name: z.string(),
    path: z.string(),
    sha256: z.string(),
    mapping: classMappingSchema,
  }),
  dataset: z.strictObject({
    name: z.string(),
    /** Images that were attacked. */
    n: z.int().positive(),
    /** Of the labels. */
    classes: z.array(z.string()),
    shape: z.array(z.int().positive()).length(3),
    convention: conventionSchema,
    hashes: z.record(z.string(), z.string()),
  }),
  notices: z.array(z.string()),
  /** How the attack is made: with the given parameters at each ε, or as the authors' search for the smallest. */
  preset: z.enum(presets),
  /** Accuracy before the attack. */
  clean: measureSchema,
  /** One for each ε; none where the smallest one was searched for. */
  attacks: z.array(
    z.strictObject({
      ...attackRowSchema.shape,
      /** Beside this file. */
      files: z.strictObject({ adversarial: z.string(), examples: z.string() }),
    }),
  ),
  /** The search for the smallest ε, in L∞; null where each ε was attacked. */
  search: z
    .strictObject({
      method: z.enum(searchedMethods),
      /** One an image: 0 = wrong from the start, null = none was found. */
      sizes: z.array(z.number().min(0).nullable()),
      /** Share of the images whose smallest size is larger than ε. */
      robust: z.array(z.strictObject({ epsilon: z.number().min(0), text: z.string(), share: measureSchema })),
    })
    .nullable(),
  /** `clean`, and robust accuracy by attack and ε as it was written. */
  measures: z.record(z.string(), measureSchema),
});

export type AttackRecord = Readonly<z.infer<typeof attackRecordSchema>>;
