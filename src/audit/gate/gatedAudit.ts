import { z } from 'zod';
import { checkKind, parseJson } from '../../files/parseJson.ts';
import type { Measure } from '../measures/measure.ts';

const KIND = { schema: 'passband.audit', version: 1 };

/** A measure as the gate takes it: `value` is null where the audit has no number, which passes no threshold. */
export type GatedMeasure = Readonly<Omit<Measure, 'value'> & { value: number | null }>;

// A measure that is broken becomes one without a number: it must fail the gate, not keep it from speaking.
const number = z.number().nullable().catch(null);
const measure = z
  .looseObject({ value: number, n: number, low: number, high: number })
  .catch({ value: null, n: null, low: null, high: null })
  .transform(({ value, n, low, high }): GatedMeasure => {
    const holds = value !== null && low !== null && high !== null && low <= value && value <= high;
    return holds ? { value, n, low, high } : { value, n, low: null, high: null };
  });

/**
 * The part of an `audit.json` that the gate reads; whatever else is in the file passes by. Measures are a map, because
 * their names come from outside: `__proto__` is a name like any other.
 */
export const gatedAuditSchema = z.looseObject({
  status: z.enum(['running', 'stopped', 'finished']),
  model: z.looseObject({ name: z.string(), sha256: z.string().nullish() }),
  dataset: z.looseObject({ name: z.string(), n: z.number().nullish() }),
  /** What the audit did; a plan is compared with the baseline's. */
  settings: z.looseObject({}).optional(),
  measures: z
    .custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
      message: 'must be an object of measures by name',
    })
    .transform(
      (measures) => new Map(Object.entries(measures).map(([name, value]) => [name, measure.parse(value)])),
    ),
});

export type GatedAudit = Readonly<z.infer<typeof gatedAuditSchema>>;

/**
 * Reads an `audit.json` of version 1 for the gate.
 *
 * @param place file that an error starts with
 * @throws Error of one line: not JSON, no audit, an audit of a newer Passband, or a member that is missing
 */
export function parseGatedAudit(text: string, place: string): GatedAudit {
  const { schema, version } = Object(parseJson(z.unknown(), text, place));
  if (schema !== KIND.schema) {
    throw new Error(
      `${place}: not an audit (its schema must be ${KIND.schema}, got ${JSON.stringify(schema)})`,
    );
  }
  checkKind({ schema, version }, KIND, place);
  return parseJson(gatedAuditSchema, text, place);
}
