import type { Measure } from '../../audit/measures/measure.ts';
import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { ascending } from '../../statistics/ascending.ts';
import { largest } from '../../statistics/extremes.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import {
  type Difference,
  difference,
  ENOUGH_SEEDS,
  onSameImages,
  type SameImages,
  trend,
} from '../results/differences.ts';
import { eachSeed, samplesOf } from '../results/estimates.ts';
import type { Sample } from '../results/samples.ts';
import { incompleteReason, type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check } from './checks.ts';
import { claim } from './claim.ts';

const models = ['natural', 'adversarial'] as const;
type Model = (typeof models)[number];

/** C22: first-layer kernels of the adversarially trained model beside the natural one's. */
export function kernelClaim(results: StudyResults): StudyClaim {
  const [natural, adversarial] = models.map((name) => samplesOf(settingOf(results, name), 'smoothness'));
  return claim(results, 'C22', {
    rule: 'The share of the kernels’ power at high frequencies (distance above 8 in a 32 × 32 spectrum) is below the natural model’s; with fewer than three seeds the interval is over the out-channels.',
    checks: [
      below('power at high frequencies: adversarial − natural', difference(adversarial, natural), {
        unit: 'share',
      }),
    ],
    settings: models,
  });
}

/** C23: the same share falls with ρ. */
export function smootherClaim(results: StudyResults): StudyClaim {
  const checks = models.flatMap((model) =>
    rowsOf(results, model).map(({ seed, rows }): Check => {
      const shares = rows.map(({ rho, measures }) => ({ rho, share: measures.smoothness.value }));
      const falls = shares.every(({ share }, place) => place === 0 || share < shares[place - 1].share);
      return {
        // A number that is computed from the kernels has no chance in it.
        verdict: shares.length < 2 ? 'undecided' : falls ? 'holds' : 'does not hold',
        name: `${model}, seed ${seed}`,
        text: shares.map(({ rho, share }) => `${(100 * share).toFixed(1)}% at ρ = ${rho}`).join(', '),
      };
    }),
  );
  return claim(results, 'C23', {
    rule: 'The share of the first layer’s power at high frequencies falls with each step of ρ.',
    checks,
    reason: incompleteReason(models.map((name) => settingOf(results, name))),
  });
}

/**
 * C24 to C28: Table 2, of settings `natural` and `adversarial`.
 *
 * @param parts sizes of the attacks, ascending, and each ρ beside 0
 */
export function smoothingClaims(
  results: StudyResults,
  { smoothingEpsilons: epsilons, rhos }: Pick<PartSettings, 'smoothingEpsilons' | 'rhos'>,
): StudyClaim[] {
  const [first, last] = [epsilons[0], epsilons.at(-1)!];
  const of = (model: Model, column: string, rho: number) => columnOf(results, model, column, rho);
  const strongest = largest(rhos, 0);
  const gain = (model: Model, column: string) => gainOf(results, { model, column, rho: strongest });
  const methods = ['fgsm', 'pgd'];
  const smoothed = (method: string, epsilon: string) =>
    `${method.toUpperCase()}, ε = ${epsilon}: smoothed with ρ = ${strongest} − unsmoothed`;
  const settings = [...models];
  return [
    claim(results, 'C24', {
      rule: 'Accuracy on clean images falls with ρ (trend over ρ), for both models.',
      checks: models.map((model) => {
        const values = ascending([0, ...rhos]).map((rho) => of(model, 'clean', rho));
        return below(`${model}: trend per step of ρ`, trend(values));
      }),
      settings,
    }),
    claim(results, 'C25', {
      rule: `Of the natural model, robust accuracy at ρ = ${strongest} is above that at ρ = 0 at each ε, under FGSM and PGD.`,
      checks: methods.flatMap((method) =>
        epsilons.map((epsilon) => above(smoothed(method, epsilon), gain('natural', `${method}@${epsilon}`))),
      ),
      settings: ['natural'],
    }),
    claim(results, 'C26', {
      rule: `Of the adversarial model, robust accuracy at ρ = ${strongest} is below that at ρ = 0 at the smallest ε, and above it at the largest.`,
      checks: methods.flatMap((method) => [
        below(smoothed(method, first), gain('adversarial', `${method}@${first}`)),
        above(smoothed(method, last), gain('adversarial', `${method}@${last}`)),
      ]),
      settings: ['adversarial'],
    }),
    claim(results, 'C27', {
      rule: `Under PGD at ε = ${last}: the natural model at ρ = ${strongest} − the adversarial one at ρ = 0 is above 0.`,
      checks: [
        above(
          `natural, smoothed with ρ = ${strongest} − adversarial, unsmoothed`,
          difference(of('natural', `pgd@${last}`, strongest), of('adversarial', `pgd@${last}`, 0)),
        ),
      ],
      settings,
    }),
    claim(results, 'C28', {
      rule: 'Of each model at ρ = 0: robust accuracy falls with ε (trend over ε), and PGD leaves no more than FGSM at each ε.',
      checks: models.flatMap((model) => [
        ...methods.map((method) => {
          const values = epsilons.map((epsilon) => of(model, `${method}@${epsilon}`, 0));
          return notAbove(`${model}, ${method.toUpperCase()}: trend per step of ε`, trend(values));
        }),
        ...epsilons.map((epsilon) =>
          notAbove(
            `${model}, ε = ${epsilon}: PGD − FGSM`,
            difference(of(model, `pgd@${epsilon}`, 0), of(model, `fgsm@${epsilon}`, 0)),
          ),
        ),
      ]),
      settings,
    }),
  ];
}

/** Whether a difference is not above 0: where nothing is left of either there is none, and that is no contradiction. */
function notAbove(name: string, found: ReturnType<typeof difference>): Check {
  const check = below(name, found);
  const isNone = found !== undefined && found.value <= 0 && found.high !== null && found.high <= 0.05;
  return { ...check, verdict: check.verdict === 'undecided' && isNone ? 'holds' : check.verdict };
}

function rowsOf(results: StudyResults, model: Model) {
  return settingOf(results, model).seeds.flatMap(({ seed, result }) => {
    const found = result?.parts.smoothing;
    return found ? [{ seed, rows: found.smoothing.rows }] : [];
  });
}

interface Cell {
  readonly model: Model;
  readonly column: string;
  readonly rho: number;
}

/** A cell of Table 2 − that at ρ = 0, on the same images. */
function gainOf(results: StudyResults, { model, column, rho }: Cell): Difference | undefined {
  const counts = eachSeed(settingOf(results, model), ({ parts: { smoothing } }): SameImages | undefined => {
    const row = smoothing?.smoothing.rows.find((each) => each.rho === rho);
    const [paired, n] = [row?.paired[column], row?.measures[column]?.n];
    // First is the model as it is.
    return paired && n ? { onlyFirst: paired.onlySecond, onlySecond: paired.onlyFirst, n } : undefined;
  });
  if (counts.length === 0) return undefined;
  if (counts.length >= ENOUGH_SEEDS) {
    return difference(columnOf(results, model, column, rho), columnOf(results, model, column, 0));
  }
  const sum = (key: keyof SameImages) => counts.reduce((all, each) => all + each[key], 0);
  return onSameImages({ onlyFirst: sum('onlyFirst'), onlySecond: sum('onlySecond'), n: sum('n') });
}

/** A cell of Table 2, of each seed. */
export function columnOf(results: StudyResults, model: string, column: string, rho: number): Sample[] {
  return eachSeed(settingOf(results, model), ({ parts: { smoothing } }) => {
    const measure: Measure | undefined = smoothing?.smoothing.rows.find((row) => row.rho === rho)?.measures[
      column
    ];
    return measure && { value: measure.value, n: measure.n, images: smoothing!.images };
  });
}
