import { z } from 'zod';
import { classMappingSchema } from '../../models/classes/classMapping.ts';
import { normalisationSchema } from '../../models/normalisation/normalisation.ts';
import { preflightSchema } from '../../models/preflight/preflight.ts';
import { batchStatisticsSchema } from '../frequencies/batchStatistics.ts';
import { compareSplitsSchema } from '../frequencies/compareSplits.ts';
import { decidedByHfcSchema } from '../frequencies/decidedByHfc.ts';
import { decidedBySvdSchema } from '../frequencies/decidedBySvd.ts';
import { fourierHeatMapSchema } from '../frequencies/fourierHeatMap.ts';
import { radiusCurveSchema } from '../frequencies/radiusCurve.ts';
import { firstLayerSchema } from '../kernels/firstLayer.ts';
import { smoothingSchema } from '../kernels/smoothing.ts';
import { checkSchema } from '../measures/check.ts';
import { measureSchema } from '../measures/measure.ts';
import { auditSettingsSchema } from '../plan/auditSettings.ts';
import { commandRequestSchema } from '../plan/commandRequest.ts';
import { attackRowSchema } from '../robustness/attackRow.ts';
import { certificateSchema } from '../robustness/certificateRecord.ts';
import { probesSchema } from '../robustness/probes.ts';

export const auditKind = { schema: 'passband.audit', version: 1 } as const;

/** What the parts of an audit found; a part that is missing was left out or is still to come. */
export const auditSectionsSchema = z.strictObject({
  probes: probesSchema.optional(),
  radiusCurve: radiusCurveSchema.optional(),
  /** `clean`, `lfc@r`, `hfc@r` and `decidedByHfc@r` at the named radii: a digit an image. */
  flags: z.record(z.string(), z.string().regex(/^[01]*$/)).optional(),
  decidedByHfc: decidedByHfcSchema.optional(),
  decidedBySvd: decidedBySvdSchema.optional(),
  compareSplits: compareSplitsSchema.optional(),
  batchStatistics: batchStatisticsSchema.optional(),
  firstLayer: firstLayerSchema.optional(),
  certificate: certificateSchema.optional(),
  attacks: z
    .strictObject({
      n: z.int().positive(),
      /** The attacked images' places among those of the certificate. */
      images: z.array(z.int().min(0)),
      /** White noise's mean share of energy in each ring of the spectrum. */
      white: z.array(z.number()),
      rows: z.array(attackRowSchema),
    })
    .optional(),
  heatMap: fourierHeatMapSchema.optional(),
  smoothing: smoothingSchema.optional(),
});

export type AuditSections = Readonly<z.infer<typeof auditSectionsSchema>>;

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
