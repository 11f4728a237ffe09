import { z } from 'zod';
import { classMappingSchema } from '../../models/classes/classMapping.ts';
import { normalisationSchema } from '../../models/normalisation/normalisation.ts';
import { preflightSchema } from '../../models/preflight/preflight.ts';
import { checkSchema } from '../measures/check.ts';
import { measureSchema } from '../measures/measure.ts';
import { auditSectionsSchema } from '../parts/parts.ts';
import { auditSettingsSchema } from '../plan/auditSettings.ts';
import { commandRequestSchema } from '../plan/commandRequest.ts';

export const auditKind = { schema: 'passband.audit', version: 1 } as const;

/** The content of `audit.json`. */
export const auditRecordSchema = z.strictObject({
  schema: z.literal(auditKind.schema),
  version: z.literal(auditKind.version),
  status: z.enum(['running', 'stopped', 'finished']),
  versions: z.strictObject({ passband: z.string(), node: z.string(), onnxruntime: z.string() }),
  request: commandRequestSchema,
  model: z.strictObject({
    name: z.string(),
    path: z.string(),
    /** Of the model file, in hexadecimal. */
    sha256: z.string(),
    preflight: preflightSchema,
    normalisation: normalisationSchema,
    mapping: classMappingSchema,
  }),
  dataset: z.strictObject({
    name: z.string(),
    /** Test images that there are, after `--limit`. */
    n: z.int().positive(),
    /** Of the labels: those with which the model's `mapping.classes`, in which answers are counted, begin. */
    classes: z.array(z.string()),
    shape: z.tuple([z.int(), z.int(), z.int()]),
    hashes: z.record(z.string(), z.string()),
  }),
  settings: auditSettingsSchema,
  /** What a reader of the numbers must know, one sentence each. */
  notices: z.array(z.string()),
  sections: auditSectionsSchema,
  /** The figures by name, for a gate. */
  measures: z.record(z.string(), measureSchema),
  /** What the audit found when it checked itself. */
  checks: z.array(checkSchema),
});

export type AuditRecord = Readonly<z.infer<typeof auditRecordSchema>>;
