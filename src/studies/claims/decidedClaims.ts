import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { whole } from '../../wording/format.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import { type Check, differenceText, numberText } from './checks.ts';
import { claim } from './claim.ts';

const share = (value: number) => numberText(value, 'share');

/** C1: images that HFC decides, against what chance leaves. */
export function decidedByHfcClaim(results: StudyResults, setting: string): StudyClaim {
  const found = componentsOf(results, setting);
  const checks = found.map(({ seed, components: { decidedByHfc } }): Check => {
    const { rate, baseline, radius, n } = decidedByHfc;
    return {
      verdict: baseline.verdict,
      name: `seed ${seed}`,
      text: `${share(rate.value)} of ${whole(n)} images at r = ${radius}; ${share(baseline.rate.value)} with the HFC of another image (McNemar, p = ${baseline.p.toPrecision(2)})`,
    };
  });
  return claim(results, 'C1', {
    rule: 'The share of images with f(x) = y, f(x_h) = y and f(x_l) ≠ y is above the share with x_h of a random other image (McNemar).',
    checks,
    settings: [setting],
  });
}

/** C32: the same under the split by singular values. */
export function decidedBySvdClaim(results: StudyResults, setting: string): StudyClaim {
  const checks = componentsOf(results, setting).map(({ seed, components: { compareSplits } }): Check => {
    const { hfc, svd, verdict, aboveHalf } = compareSplits;
    return {
      verdict,
      name: `seed ${seed}`,
      text: `${share(svd.value)} by singular values, ${share(hfc.value)} by frequency; the first − half of the second: ${differenceText({ ...aboveHalf, by: 'paired' })}`,
    };
  });
  return claim(results, 'C32', {
    rule: 'At matched energy the share decided by trailing singular values is below half of the share decided by HFC, on the same images.',
    checks,
    settings: [setting],
  });
}

function componentsOf(results: StudyResults, setting: string) {
  return settingOf(results, setting).seeds.flatMap(({ seed, result }) => {
    const components = result?.parts.components;
    return components ? [{ seed, components }] : [];
  });
}
