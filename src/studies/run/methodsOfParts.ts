import type { AttackSettings } from '../../attacks/attackSettings.ts';
import type { ImageSet } from '../../report/study/studyRecord.ts';
import { imageNames } from '../../report/study/tables/tableNumbers.ts';
import { counted, whole } from '../../wording/format.ts';
import type { FoundParts } from '../parts/parts.ts';

/** What was measured of finished models, by what and on how many images, a sentence each. */
export function methodsOfParts({ components, attacks, certificate, smoothing }: FoundParts): string[] {
  const sentences: string[] = [];
  if (components) {
    sentences.push(
      `Images decided by one part were looked for at r = ${components.decidedByHfc.radius} among ${imagesText(components)}.`,
    );
  }
  if (attacks) {
    const epsilons = new Set(attacks.rows.map(({ epsilon }) => epsilon));
    const methods = attacksText(attacks.rows.map(({ settings }) => settings));
    sentences.push(
      `Robust accuracy is that under ${methods} at ε = ${[...epsilons].join(', ')}, on ${imagesText(attacks)}.`,
    );
  }
  if (certificate) {
    const epsilons = certificate.rows.map(({ epsilon }) => epsilon);
    sentences.push(
      `The certificate of Corollary 1 was computed for ${imagesText(certificate)} at ε = ${epsilons.join(', ')} (L∞).`,
    );
  }
  if (smoothing) {
    const { columns, rows, n } = smoothing.smoothing;
    const rhos = rows.map(({ rho }) => rho).filter((rho) => rho > 0);
    const epsilons = new Set(columns.map(({ text }) => text));
    const settings = columns.flatMap((column) => column.settings ?? []);
    const attacked =
      settings.length > 0
        ? `attacked by ${attacksText(settings)} at ε = ${[...epsilons].join(', ')}`
        : `attacked by FGSM and PGD with the smallest ε that fools each image, counted at ε = ${[...epsilons].join(', ')} (L∞)`;
    sentences.push(
      `First layers were smoothed with ρ = ${rhos.join(', ')}, and each model ${attacked}, on ${imagesText({ n: n ?? 0, images: smoothing.images })}.`,
    );
  }
  return sentences;
}

function imagesText({ n, images }: { readonly n: number; readonly images: ImageSet }): string {
  return `${whole(n)} ${imageNames[images]}`;
}

/** `FGSM and PGD of 20 steps from a random start (L∞)`; sizes of steps are relative to ε, so that the first ε's stand for all. */
function attacksText(settings: readonly AttackSettings[]): string {
  const byMethod = new Map(settings.map((each) => [each.method, each]));
  const methods = [...byMethod.values()].map(({ method, steps, randomStart }) => {
    const how = steps > 1 ? ` of ${counted(steps, 'step')}${randomStart ? ' from a random start' : ''}` : '';
    return `${method.toUpperCase()}${how}`;
  });
  return `${methods.join(' and ')} (L∞)`;
}
