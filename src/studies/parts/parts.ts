import { createHash } from 'node:crypto';
import { z } from 'zod';
import { attacksPart } from './attacksPart.ts';
import { certificatePart } from './certificatePart.ts';
import { componentsPart } from './componentsPart.ts';
import { kernelsPart } from './kernelsPart.ts';
import type { Part } from './part.ts';
import type { PartName } from './partNames.ts';
import type { PartSettings } from './partSettings.ts';
import { smoothingPart } from './smoothingPart.ts';

/** Everything that can be measured of a finished model. */
export const parts = {
  components: componentsPart,
  attacks: attacksPart,
  certificate: certificatePart,
  kernels: kernelsPart,
  smoothing: smoothingPart,
} as const satisfies Record<PartName, unknown>;

/** What was found by now; a part that is missing was not asked for, or is still to come. */
export type FoundParts = { readonly [Name in PartName]?: z.infer<(typeof parts)[Name]['schema']> };

export const partKind = { schema: 'passband.part', version: 1 } as const;

/** `parts/NAME-HASH.json` of a run: what one part found with which settings. */
export function partRecordSchema<N extends PartName>(name: N) {
  return z.strictObject({
    schema: z.literal(partKind.schema),
    version: z.literal(partKind.version),
    part: z.literal(name),
    settings: z.record(z.string(), z.unknown()),
    found: parts[name].schema as (typeof parts)[N]['schema'],
  });
}

/** The settings that decide a part's numbers. */
export function settingsOfPart(name: PartName, settings: PartSettings): Record<string, unknown> {
  return Object.fromEntries(parts[name].uses.map((key) => [key, settings[key]]));
}

/** Where a part of a run lies in its folder: another file for other settings. */
export function partFile(name: PartName, settings: PartSettings): string {
  const text = JSON.stringify(settingsOfPart(name, settings));
  return `parts/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`;
}

/** A part whatever its schema. */
export const partOf = (name: PartName): Part<z.ZodType> => parts[name] as unknown as Part<z.ZodType>;
