import { z } from 'zod';
import { commandRequestSchema } from '../plan/commandRequest.ts';
import { standingOf } from '../robustness/attackRow.ts';
import { transferSchema } from '../robustness/transfer.ts';
import type { AuditRecord } from './auditRecord.ts';
import { compareModels, compareModelsSchema } from './compareModels.ts';

export const comparisonKind = { schema: 'passband.comparison', version: 1 } as const;

/** The content of `comparison.json`: audits of several models on the same images, side by side. */
export const comparisonSchema = z.strictObject({
  schema: z.literal(comparisonKind.schema),
  version: z.literal(comparisonKind.version),
  status: z.enum(['running', 'stopped', 'finished']),
  request: commandRequestSchema,
  /** Names, which are the folders of the audits too. */
  models: z.array(z.string()).min(2),
  /** Each pair of models by McNemar's test, measure by measure. */
  pairs: z.array(compareModelsSchema),
  /** The attack whose images are shown to the other models, and how they do; null until it is known. */
  transfer: z.strictObject({ attack: z.string(), n: z.int(), result: transferSchema }).nullable(),
});

export type Comparison = Readonly<z.infer<typeof comparisonSchema>>;

/**
 * Compares audits of the same images, pair by pair: what is right on x and on components, and what attacks left standing.
 *
 * @throws RangeError when two audits are not of the same images
 */
export function comparePairs(audits: readonly AuditRecord[]): Comparison['pairs'] {
  const [first, ...others] = audits;
  for (const other of others) requireSameImages(first, other);
  const all = audits.map(({ model: { name }, sections: { flags = {}, attacks } }) => ({
    name,
    flags: Object.fromEntries([
      ...Object.entries(flags).map(([measure, digits]) => [measure, Uint8Array.from(digits, Number)]),
      ...(attacks?.rows ?? []).map((row) => [row.name, standingOf(row)]),
    ]) as Record<string, Uint8Array>,
  }));
  return all.flatMap((one, index) => all.slice(index + 1).map((other) => compareModels(one, other)));
}

type OnImages = Pick<AuditRecord, 'model' | 'dataset'>;

/** @throws RangeError when two audits are not of the same images, in the same classes */
export function requireSameImages(first: OnImages, other: OnImages): void {
  for (const key of ['name', 'n', 'classes', 'shape', 'hashes'] as const) {
    const [was, is] = [first, other].map(({ dataset }) => JSON.stringify(dataset[key]));
    if (was !== is) {
      throw new RangeError(
        `requireSameImages: ${first.model.name} and ${other.model.name} must be audited on the same images, but ${key} differs`,
      );
    }
  }
}
