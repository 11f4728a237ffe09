import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { bySeed, difference } from '../results/differences.ts';
import { eachSeed, samplesOf } from '../results/estimates.ts';
import { shareOf } from '../results/samples.ts';
import { incompleteReason, type StudyResults, settingOf } from '../results/studyResults.ts';
import { below, type Check, numberText } from './checks.ts';
import { claim } from './claim.ts';

/**
 * C2: at the largest ε the certificate is clearly below clean accuracy for every model, and no attack leaves more standing than it.
 *
 * @param settings models with a certificate and attacks
 * @param epsilons as they are written, ascending in size
 */
export function corollaryClaim(
  results: StudyResults,
  settings: readonly string[],
  epsilons: readonly string[],
): StudyClaim {
  const main = epsilons.at(-1)!;
  const checks: Check[] = [];
  const failed: string[] = [];
  for (const name of settings) {
    const setting = settingOf(results, name);
    const bound = samplesOf(setting, `certificate@${main}`);
    checks.push(
      below(`${name}: certificate at ε = ${main} − clean`, difference(bound, cleanOf(results, name))),
    );
    for (const epsilon of epsilons) {
      const certified = samplesOf(setting, `certificate@${epsilon}`);
      for (const method of ['fgsm', 'pgd']) {
        for (const [{ value }, limit] of bySeed(samplesOf(setting, `${method}@${epsilon}`), certified)) {
          if (value <= limit.value) continue;
          failed.push(
            `${method}@${epsilon} of ${name} reports ${numberText(value, 'share')}, above the certificate's ${numberText(limit.value, 'share')}`,
          );
        }
      }
    }
  }
  return claim(results, 'C2', {
    rule: `At ε = ${main} (L∞) the certificate is below clean accuracy on the same images (McNemar) for each model, and no attack is above the certificate at any ε.`,
    checks,
    reason:
      failed[0] === undefined
        ? incompleteReason(settings.map((name) => settingOf(results, name)))
        : `${failed[0]}: that attack has failed`,
  });
}

function cleanOf(results: StudyResults, name: string) {
  return eachSeed(settingOf(results, name), ({ parts: { certificate } }) => {
    return certificate && shareOf(Uint8Array.from(certificate.clean, Number), certificate.images);
  });
}
