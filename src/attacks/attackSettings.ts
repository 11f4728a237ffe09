import { z } from 'zod';

const choice = <const T extends readonly string[]>(...names: T) =>
  z.enum(names, `must be one of ${names.join(', ')}`);
const atLeastZero = 'must be a number ≥ 0';
const length = z.number(atLeastZero).min(0, atLeastZero);
const count = (least: number) => {
  const rule = `must be a whole number ≥ ${least}`;
  return z.int(rule).min(least, rule);
};

/** Everything that an attack does, in full: a flat record that results keep and are read back through. */
export const attackSettingsSchema = z.strictObject({
  method: choice('fgsm', 'pgd', 'momentum-pgd', 'apgd', 'square', 'noise'),
  norm: choice('linf', 'l2'),
  /** Largest ‖δ‖ of an image, in pixel units. */
  epsilon: length,
  /** What is raised (of the true class) or, with a target, lowered (of the target class). */
  loss: choice('cross-entropy', 'dlr', 'margin'),
  /** Steps of a restart. */
  steps: count(0),
  /** Length of the first step, in pixel units. */
  stepSize: length,
  /** How a step's length falls: `cosine` is stepSize · (1 + cos(π k / steps)) / 2 at step k = 0, 1, … */
  schedule: choice('constant', 'cosine'),
  /** Of momentum PGD, the weight of what the steps before have gathered; of APGD, the weight α of the new step. */
  momentum: length,
  /** Whether a restart begins at a random place in the ball; if not, at the image itself. */
  randomStart: z.boolean('must be true or false'),
  restarts: count(1),
  /** `none` moves away from the true class; the others move to a class, and any wrong answer counts. */
  target: choice('none', 'least-likely', 'random'),
  /** Of Square, the share p of the pixels that its first square changes; 0 for other methods. */
  squareShare: z.number('must be in 0 … 1').min(0, 'must be in 0 … 1').max(1, 'must be in 0 … 1'),
  /** Frequencies that δ may have: those within the radius (`low`) or beyond it (`high`); null = all. */
  band: z
    .strictObject({
      /** In frequency bins. */
      radius: length,
      keep: choice('low', 'high'),
      distance: choice('l2', 'l1', 'linf').default('l2'),
      boundary: choice('inclusive', 'exclusive').default('inclusive'),
    })
    .nullable(),
});

export type AttackSettings = Readonly<z.infer<typeof attackSettingsSchema>>;
export type AttackMethod = AttackSettings['method'];

type Given = z.input<typeof attackSettingsSchema>;
/** Method and epsilon, and what differs from the method's defaults. */
export type GivenAttack = Readonly<Partial<Given> & Pick<Given, 'method' | 'epsilon'>>;

const common = {
  norm: 'linf',
  loss: 'cross-entropy',
  schedule: 'constant',
  momentum: 0,
  randomStart: false,
  restarts: 1,
  target: 'none',
  squareShare: 0,
  band: null,
} as const;

const withoutGradient = { loss: 'margin', stepSize: 0, randomStart: true } as const;

const defaults = {
  /** Goodfellow et al., 2015. */
  fgsm: ({ epsilon }) => ({ steps: 1, stepSize: epsilon }),
  /** Madry et al., 2018. */
  pgd: ({ epsilon, steps = 10 }) => ({ steps: 10, stepSize: (2.5 * epsilon) / steps, randomStart: true }),
  /** Dong et al., 2018. */
  'momentum-pgd': ({ epsilon, steps = 10 }) => ({ steps: 10, stepSize: epsilon / steps, momentum: 1 }),
  /** Croce and Hein, 2020. */
  apgd: ({ epsilon }) => ({ steps: 100, stepSize: 2 * epsilon, momentum: 0.75, randomStart: true }),
  /** Andriushchenko et al., 2020, with the first square of AutoAttack. */
  square: () => ({ ...withoutGradient, steps: 1000, squareShare: 0.8 }),
  noise: () => ({ ...withoutGradient, steps: 0 }),
} as const satisfies Record<AttackMethod, (given: GivenAttack) => Partial<AttackSettings>>;

/**
 * An attack's settings in full.
 *
 * @param given method, epsilon, and what differs from the method's defaults
 * @throws RangeError when a setting is out of range or two contradict each other
 */
export function attackSettings(given: GivenAttack): AttackSettings {
  const known = Object.hasOwn(defaults, given.method) ? defaults[given.method](given) : {};
  const whole = { ...common, ...known, ...given };
  const parsed = attackSettingsSchema.safeParse(whole);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    const value = path.reduce<unknown>((part, key) => Object(part)[key], whole);
    throw new RangeError(`attackSettings: ${[...path, ''].join(' ')}${message}, got ${String(value)}`);
  }
  checkTogether(parsed.data);
  return parsed.data;
}

function checkTogether({ method, loss, steps, restarts, randomStart, target }: AttackSettings): void {
  const fail = (rule: string, value: unknown) => {
    throw new RangeError(`attackSettings: ${rule}, got ${value}`);
  };
  const seesGradients = method !== 'square' && method !== 'noise';
  if (method === 'fgsm' && steps !== 1) fail('fgsm has 1 step', steps);
  if (method === 'noise' && steps !== 0) fail('noise has no steps (restarts are its draws)', steps);
  if (method !== 'noise' && steps < 1) fail('steps must be ≥ 1', steps);
  if (!seesGradients && loss !== 'margin') fail(`${method} has the loss margin`, loss);
  if (!seesGradients && !randomStart) fail(`${method} has randomStart true`, randomStart);
  if (restarts > 1 && !randomStart && target !== 'random') {
    fail('restarts without a random start or a random target repeat the first; must be 1', restarts);
  }
}
