import { z } from 'zod';
import { attacksPart } from './attacksPart.ts';
import type { AuditPart } from './auditPart.ts';
import { batchStatisticsPart } from './batchStatisticsPart.ts';
import { certificatePart } from './certificatePart.ts';
import { componentsPart } from './componentsPart.ts';
import { firstLayerPart } from './firstLayerPart.ts';
import { heatMapPart } from './heatMapPart.ts';
import { probesPart } from './probesPart.ts';
import { smoothingPart } from './smoothingPart.ts';

/** The parts of an audit, in the order in which a reader would ask. */
export const parts = {
  probes: probesPart,
  components: componentsPart,
  firstLayer: firstLayerPart,
  certificate: certificatePart,
  attacks: attacksPart,
  heatMap: heatMapPart,
  batchStatistics: batchStatisticsPart,
  smoothing: smoothingPart,
} as const;

export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as readonly PartName[];

type Sections = Both<(typeof parts)[PartName]['sections']>;
/** What is a member of any of the types is a member of this one. */
type Both<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer All) => void ? All : never;

const shape = Object.fromEntries(partNames.flatMap((name) => Object.entries(parts[name].sections))) as {
  [Name in keyof Sections]: Sections[Name];
};

/** What the parts of an audit found; a part that is missing was left out or is still to come. */
export const auditSectionsSchema = z.strictObject(shape);

export type AuditSections = Readonly<z.infer<typeof auditSectionsSchema>>;

/** A part as the whole audit uses it: it takes its own sections out of all. */
export type AnyPart = Omit<AuditPart<typeof shape>, 'sections'>;

/** The parts one by one. */
export const allParts: readonly AnyPart[] = Object.values(parts);
