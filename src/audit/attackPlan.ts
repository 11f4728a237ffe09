import { type AttackSettings, attackSettings, type GivenAttack } from '../attacks/attackSettings.ts';
import type { Epsilon } from '../attacks/parseEpsilon.ts';
import type { AuditSettings } from './auditSettings.ts';

export interface PlannedAttack {
  /** The measure's name: method and ε as it was written, such as `pgd@8/255`. */
  readonly name: string;
  readonly epsilon: Epsilon;
  readonly settings: AttackSettings;
}

export interface AttackPlanOptions {
  /** False for a model whose gradient cannot be computed: Square and noise are left. */
  readonly gradients: boolean;
  readonly classes: number;
}

/** Every attack of an audit, the quickest first: FGSM and PGD at each ε, the others at the main one. */
export function attackPlan(
  settings: AuditSettings,
  { gradients, classes }: AttackPlanOptions,
): PlannedAttack[] {
  const { epsilons, mainEpsilon: main, l2Epsilons, pgdSteps: steps, restarts } = settings;
  const { apgdSteps, squareSteps, bandRadius: radius } = settings;
  const plan = (prefix: string, epsilon: Epsilon, given: Omit<GivenAttack, 'epsilon'>): PlannedAttack => ({
    name: `${prefix}@${epsilon.text}`,
    epsilon,
    settings: attackSettings({ ...given, epsilon: epsilon.value }),
  });
  const pgd = { method: 'pgd', steps } as const;
  const noise = plan('noise', main, { method: 'noise', restarts });
  const square = squareSteps > 0 ? [plan('square', main, { method: 'square', steps: squareSteps })] : [];
  if (!gradients) return [noise, ...square];
  const boundary = settings.preset === 'authors' ? 'exclusive' : 'inclusive';
  const bands =
    radius === null
      ? []
      : (['low', 'high'] as const).map((keep) =>
          plan(`pgd-${keep}${radius}`, main, { ...pgd, band: { radius, keep, boundary } }),
        );
  const apgd = { method: 'apgd', steps: apgdSteps } as const;
  return [
    noise,
    ...epsilons.map((epsilon) => plan('fgsm', epsilon, { method: 'fgsm' })),
    ...epsilons.map((epsilon) => plan('pgd', epsilon, { ...pgd, restarts })),
    ...l2Epsilons.map((epsilon) => plan('pgd-l2', epsilon, { ...pgd, norm: 'l2' })),
    ...bands,
    ...(settings.budget === 'quick' ? [] : [plan('momentum-pgd', main, { method: 'momentum-pgd', steps })]),
    ...(apgdSteps > 0 ? [plan('apgd', main, apgd)] : []),
    ...(apgdSteps > 0 && classes >= 3 ? [plan('apgd-dlr', main, { ...apgd, loss: 'dlr' })] : []),
    ...square,
  ];
}
