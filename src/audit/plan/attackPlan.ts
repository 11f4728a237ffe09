import { type AttackSettings, attackSettings, type GivenAttack } from '../../attacks/attackSettings.ts';
import { methodsByLogits } from '../../attacks/methods/methods.ts';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import { distinctRadii } from '../../spectrum/split/distinctRadii.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import { attackName } from './attackName.ts';
import type { AuditSettings } from './auditSettings.ts';

export interface PlannedAttack {
  /** The measure's name: method and ε as it was written, such as `pgd@8/255`. */
  readonly name: string;
  readonly epsilon: Epsilon;
  readonly settings: AttackSettings;
}

export interface AttackPlanOptions {
  /** False for a model whose gradient cannot be computed: methods that need logits only are left. */
  readonly gradients: boolean;
  /** True for a model whose gradients go straight through its rounding, which Square has to be held against; by default false. */
  readonly quantised?: boolean;
  readonly classes: number;
  readonly shape: readonly [channels: number, height: number, width: number];
}

/** Of a budget that has no Square, for a model without gradients, or with gradients that Square has to be held against. */
const LEAST_SQUARE_STEPS = 100;

/** Every attack of an audit, the quickest first: FGSM and PGD at each ε, the others at the main one. */
export function attackPlan(
  settings: AuditSettings,
  { gradients, quantised = false, classes, shape: [, height, width] }: AttackPlanOptions,
): PlannedAttack[] {
  const { epsilons, mainEpsilon: main, l2Epsilons, pgdSteps: steps, restarts } = settings;
  const { apgdSteps, bandRadius: radius } = settings;
  const squareSteps = settings.squareSteps || (quantised || !gradients ? LEAST_SQUARE_STEPS : 0);
  const { momentumSteps = settings.budget === 'quick' ? 0 : steps } = settings;
  const plan = (epsilon: Epsilon, given: Omit<GivenAttack, 'epsilon'>): PlannedAttack => {
    const whole = attackSettings({ ...given, epsilon: epsilon.value });
    return { name: attackName(whole, epsilon), epsilon, settings: whole };
  };
  const pgd = { method: 'pgd', steps } as const;
  const noise = plan(main, { method: 'noise', restarts });
  const square = squareSteps > 0 ? [plan(main, { method: 'square', steps: squareSteps })] : [];
  const boundary = boundaryOf(settings.preset);
  // Beyond the spectrum's corner there is nothing to keep apart.
  const bands =
    radius === null || radius >= distinctRadii(height, width).at(-1)!
      ? []
      : (['low', 'high'] as const).map((keep) => plan(main, { ...pgd, band: { radius, keep, boundary } }));
  const apgd = { method: 'apgd', steps: apgdSteps } as const;
  const all = [
    noise,
    ...epsilons.map((epsilon) => plan(epsilon, { method: 'fgsm' })),
    ...epsilons.map((epsilon) => plan(epsilon, { ...pgd, restarts })),
    ...l2Epsilons.map((epsilon) => plan(epsilon, { ...pgd, norm: 'l2' })),
    ...bands,
    ...(momentumSteps > 0 ? [plan(main, { method: 'momentum-pgd', steps: momentumSteps })] : []),
    ...(apgdSteps > 0 ? [plan(main, apgd)] : []),
    ...(apgdSteps > 0 && classes >= 3 ? [plan(main, { ...apgd, loss: 'dlr' })] : []),
    ...square,
  ];
  return gradients ? all : all.filter(({ settings: { method } }) => methodsByLogits.includes(method));
}
