import type { Measure } from '../measures/measure.ts';
import { type AnyPart, type AuditSections, type PartName, partNames, parts } from '../parts/parts.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';

/** Records begin with these parts' figures, those of other parts follow. */
const first: readonly PartName[] = ['components', 'attacks', 'certificate', 'firstLayer'];

/**
 * The figures of an audit by name: `clean`, `lfc@8`, `hfc@8`, `decidedByHfc@12` (and without a radius, the default one),
 * `decidedByHfcSvd@12`, each attack's robust accuracy as `pgd@8/255` or `pgd-l2@0.5`, `certificate@8/255`,
 * `certificate-l2@0.5`, and the first layer's `smoothness`.
 */
export function measuresOf(sections: AuditSections, settings: AuditSettings): Record<string, Measure> {
  const ordered = new Set([...first, ...partNames]);
  const found = Array.from(ordered, (name) => {
    const part: AnyPart = parts[name];
    return part.measures?.(sections, settings) ?? {};
  });
  return Object.fromEntries(found.flatMap((measures) => Object.entries(measures)));
}
