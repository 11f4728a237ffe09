import { figureOf, type Measure, shareOf } from '../measures/measure.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';
import { certificateAt } from '../robustness/certificateAt.ts';
import type { AuditSections } from './auditRecord.ts';

/**
 * The figures of an audit by name: `clean`, `lfc@8`, `hfc@8`, `decidedByHfc@12` (and without a radius, the default one),
 * `decidedByHfcSvd@12`, each attack's robust accuracy as `pgd@8/255` or `pgd-l2@0.5`, `certificate@8/255`,
 * `certificate-l2@0.5`, and the first layer's `smoothness`.
 */
export function measuresOf(sections: AuditSections, settings: AuditSettings): Record<string, Measure> {
  const { flags = {}, decidedByHfc, decidedBySvd, certificate, attacks, firstLayer } = sections;
  const measures: Record<string, Measure> = {};
  for (const [name, digits] of Object.entries(flags)) {
    measures[name] = shareOf([...digits].filter((digit) => digit === '1').length, digits.length);
  }
  if (decidedByHfc) measures.decidedByHfc = decidedByHfc.rate;
  if (decidedBySvd) measures[`decidedByHfcSvd@${decidedBySvd.radius}`] = decidedBySvd.rate;
  for (const { name, robust } of attacks?.rows ?? []) measures[name] = robust;
  if (certificate) {
    for (const { text, value } of settings.epsilons) {
      measures[`certificate@${text}`] = certificateAt(certificate, { norm: 'linf', epsilon: value });
    }
    for (const { text, value } of settings.l2Epsilons) {
      measures[`certificate-l2@${text}`] = certificateAt(certificate, { norm: 'l2', epsilon: value });
    }
  }
  if (firstLayer) measures.smoothness = figureOf(firstLayer.smoothness);
  return measures;
}
