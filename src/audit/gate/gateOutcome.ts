import { z } from 'zod';
import { operators } from './gateConfig.ts';

const status = z.enum(['pass', 'warn', 'fail']);

const findingSchema = z.object({
  measure: z.string(),
  /** What is judged: the measure itself, or its change, which is the measure less the baseline's. */
  subject: z.enum(['value', 'change']),
  /** Null where there is no number, which fails. */
  value: z.number().nullable(),
  /** Ends of the 95% interval of `value`; null where it has none. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Images of which the measure is a share; null where it is none. */
  n: z.number().nullable(),
  /** The baseline's measure, for a change. */
  before: z.number().nullable(),
  /** Which of the three numbers is held against the limit. */
  judged: z.enum(['value', 'low', 'high']),
  operator: z.enum(operators),
  limit: z.number(),
  level: z.enum(['error', 'warn']),
  status,
});

const sourceSchema = z.object({
  model: z.string(),
  sha256: z.string().nullable(),
  dataset: z.string(),
  n: z.number().nullable(),
});

/** What a gate found: a finding for each rule, in the order of the configuration, changes last. */
export const gateOutcomeSchema = z.object({
  schema: z.literal('passband.gate'),
  version: z.literal(1),
  /** The worst of the findings. */
  status,
  audit: sourceSchema,
  baseline: sourceSchema.nullable(),
  findings: z.array(findingSchema),
  /** What a reader should know beside the findings, a sentence each. */
  notes: z.array(z.string()),
});

export type Finding = Readonly<z.infer<typeof findingSchema>>;
export type GateOutcome = Readonly<z.infer<typeof gateOutcomeSchema>>;
