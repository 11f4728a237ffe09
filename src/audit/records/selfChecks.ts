import { methods } from '../../attacks/methods/methods.ts';
import { largest } from '../../statistics/extremes.ts';
import type { Check } from '../measures/check.ts';
import { type AuditSections, allParts } from '../parts/parts.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';
import { standingOf } from '../robustness/attackRow.ts';
import { judgeByCertificate } from '../robustness/judgeByCertificate.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

/** How an audit checks itself: what the parts that are there say of themselves, and of each other. */
export function selfChecks(sections: AuditSections, settings: AuditSettings): Check[] {
  const own = allParts.flatMap((part) => part.checks?.(sections, settings) ?? []);
  return [...own, ...certificateChecks(sections)];
}

/** Holds the attacks to the certificate. */
function certificateChecks({ certificate, attacks }: AuditSections): Check[] {
  if (!certificate || !attacks) return [];
  const judged = attacks.rows
    .filter(({ settings: { method } }) => !methods[method].isBaseline)
    .map(({ name, settings: { norm, epsilon }, standing }) => ({
      ...{ attack: name, norm, epsilon, images: attacks.images },
      standing: standingOf({ standing }),
    }));
  const judgements = judgeByCertificate(certificate, judged);
  const failed = judgements.filter((one) => one.failed);
  if (failed.length === 0 && judgements.length > 0) {
    const closest = largest(
      judgements.map(({ robustAccuracy, certificate }) => robustAccuracy.value - certificate.value),
    );
    return [
      {
        name: 'certificate',
        status: 'pass',
        figure: closest,
        text: `no attack reports more robust accuracy than Corollary 1 leaves possible; the nearest is ${percent(-closest)} below`,
      },
    ];
  }
  return failed.map(({ attack, robustAccuracy, certificate }) => ({
    name: `certificate ${attack}`,
    status: 'fail',
    figure: robustAccuracy.value - certificate.value,
    text: `${attack} leaves ${percent(robustAccuracy.value)}, and Corollary 1 proves that at most ${percent(certificate.value)} are robust: the attack has failed`,
  }));
}
