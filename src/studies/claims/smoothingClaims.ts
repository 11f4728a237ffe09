import type { Measure } from '../../audit/measures/measure.ts';
import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { difference, trend } from '../results/differences.ts';
import { samplesOf } from '../results/estimates.ts';
import type { Sample } from '../results/samples.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check } from './checks.ts';
import { claim } from './claim.ts';

const models = ['natural', 'adversarial'] as const;
type Model = (typeof models)[number];

/** C22: first-layer kernels of the adversarially trained model beside the natural one's. */
export function kernelClaim(results: StudyResults): StudyClaim {
  const [natural, adversarial] = models.map((name) => samplesOf(settingOf(results, name), 'smoothness'));
  return claim(results, 'C22', {
    rule: 'The share of the kernels’ power at high frequencies (distance above 8 in a 32 × 32 spectrum) is below the natural model’s; with fewer than three seeds the interval is over the out-channels.',
    checks: [below('share, adversarial − natural', difference(adversarial, natural), { unit: 'share' })],
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
        verdict: falls ? 'holds' : 'does not hold',
        name: `${model}, seed ${seed}`,
        text: shares.map(({ rho, share }) => `${(100 * share).toFixed(1)}% at ρ = ${rho}`).join(', '),
      };
    }),
  );
  return claim(results, 'C23', {
    rule: 'The share of the first layer’s power at high frequencies falls with each step of ρ.',
    checks,
    reason: checks.length === 0 ? 'nothing was smoothed yet' : undefined,
  });
}

/** C24 to C28: Table 2, of settings `natural` and `adversarial`. */
export function smoothingClaims(results: StudyResults): StudyClaim[] {
  const epsilons = epsilonsOf(results);
  const [first, last] = [epsilons[0], epsilons.at(-1)];
  const of = (model: Model, column: string, rho: number) => columnOf(results, model, column, rho);
  const strongest = largestRho(results);
  const gain = (model: Model, column: string) =>
    difference(of(model, column, strongest), of(model, column, 0));
  const methods = ['fgsm', 'pgd'];
  const settings = [...models];
  const nothing = epsilons.length === 0 ? 'nothing was smoothed yet' : undefined;
  return [
    claim(results, 'C24', {
      rule: 'Accuracy on clean images falls with ρ (trend over ρ), for both models.',
      checks: models.map((model) => {
        const values = rhosOf(results, model).map((rho) => of(model, 'clean', rho));
        return below(`${model}, trend per ρ`, values.length > 1 ? trend(values) : undefined);
      }),
      ...{ settings, reason: nothing },
    }),
    claim(results, 'C25', {
      rule: `Of the natural model, robust accuracy at ρ = ${strongest} is above that at ρ = 0 at each ε, under FGSM and PGD.`,
      checks: methods.flatMap((method) =>
        epsilons.map((epsilon) =>
          above(`${method}@${epsilon}: ρ = ${strongest} − ρ = 0`, gain('natural', `${method}@${epsilon}`)),
        ),
      ),
      ...{ settings: ['natural'], reason: nothing },
    }),
    claim(results, 'C26', {
      rule: `Of the adversarial model, robust accuracy at ρ = ${strongest} is below that at ρ = 0 at the smallest ε, and above it at the largest.`,
      checks: methods.flatMap((method) => [
        below(`${method}@${first}: ρ = ${strongest} − ρ = 0`, gain('adversarial', `${method}@${first}`)),
        above(`${method}@${last}: ρ = ${strongest} − ρ = 0`, gain('adversarial', `${method}@${last}`)),
      ]),
      ...{ settings: ['adversarial'], reason: nothing },
    }),
    claim(results, 'C27', {
      rule: `Under PGD at ε = ${last}: the natural model at ρ = ${strongest} − the adversarial one at ρ = 0 is above 0.`,
      checks: [
        above(
          'natural, smoothed − adversarial',
          difference(of('natural', `pgd@${last}`, strongest), of('adversarial', `pgd@${last}`, 0)),
        ),
      ],
      ...{ settings, reason: nothing },
    }),
    claim(results, 'C28', {
      rule: 'Of each model at ρ = 0: robust accuracy falls with ε (trend over ε), and PGD leaves no more than FGSM at each ε.',
      checks: models.flatMap((model) => [
        ...methods.map((method) => {
          const values = epsilons.map((epsilon) => of(model, `${method}@${epsilon}`, 0));
          return notAbove(
            `${model}, ${method}, trend per ε`,
            values.length > 1 && values.every(({ length }) => length > 0) ? trend(values) : undefined,
          );
        }),
        ...epsilons.map((epsilon) =>
          notAbove(
            `${model}, ε = ${epsilon}: PGD − FGSM`,
            difference(of(model, `pgd@${epsilon}`, 0), of(model, `fgsm@${epsilon}`, 0)),
          ),
        ),
      ]),
      ...{ settings, reason: nothing },
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
    return found ? [{ seed, rows: found.smoothing.rows, images: found.images }] : [];
  });
}

const rhosOf = (results: StudyResults, model: Model) =>
  rowsOf(results, model)[0]?.rows.map(({ rho }) => rho) ?? [];

const largestRho = (results: StudyResults) => rhosOf(results, 'natural').at(-1) ?? 1;

/** The ε of the table's columns, as they are written, ascending. */
export function epsilonsOf(results: StudyResults): string[] {
  for (const { seeds } of results.settings) {
    for (const { result } of seeds) {
      const columns = result?.parts.smoothing?.smoothing.columns;
      if (columns) return [...new Set(columns.map(({ text }) => text))];
    }
  }
  return [];
}

/** A cell of Table 2, of each seed. */
export function columnOf(results: StudyResults, model: string, column: string, rho: number): Sample[] {
  return rowsOf(results, model as Model).flatMap(({ rows, images }) => {
    const measure: Measure | undefined = rows.find((row) => row.rho === rho)?.measures[column];
    return measure ? [{ value: measure.value, n: measure.n, images }] : [];
  });
}
