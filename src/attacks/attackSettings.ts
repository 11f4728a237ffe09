import { z } from 'zod';
import { type AttackParameters, attackParametersSchema, choice } from './methods/attackParameters.ts';
import type { Method } from './methods/method.ts';
import { methodNames, methods } from './methods/methods.ts';

/** Everything that an attack does, in full: a flat record that results keep and are read back through. */
export const attackSettingsSchema = z.strictObject({
  method: choice(...methodNames),
  ...attackParametersSchema.shape,
});

export type AttackSettings = Readonly<z.infer<typeof attackSettingsSchema>>;

type Given = z.input<typeof attackSettingsSchema>;
/** Method and epsilon, and what differs from the method's defaults. */
export type GivenAttack = Readonly<Partial<Given> & Pick<Given, 'method' | 'epsilon'>>;

const plainParameters = {
  norm: 'linf',
  loss: 'cross-entropy',
  schedule: 'constant',
  momentum: 0,
  randomStart: false,
  restarts: 1,
  target: 'none',
  squareShare: 0,
  band: null,
} as const satisfies Partial<AttackParameters>;

/**
 * An attack's settings in full.
 *
 * @param given method, epsilon, and what differs from the method's defaults
 * @throws RangeError when a setting is out of range or two contradict each other
 */
export function attackSettings(given: GivenAttack): AttackSettings {
  const known = Object.hasOwn(methods, given.method) ? methods[given.method].defaults(given) : {};
  const whole = { ...plainParameters, ...known, ...given };
  const parsed = attackSettingsSchema.safeParse(whole);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    const value = path.reduce<unknown>((part, key) => Object(part)[key], whole);
    throw new RangeError(`attackSettings: ${[...path, ''].join(' ')}${message}, got ${String(value)}`);
  }
  const broken = brokenRule(parsed.data.method, methods[parsed.data.method], parsed.data);
  if (broken) throw new RangeError(`attackSettings: ${broken}`);
  return parsed.data;
}

/** Far beyond what anybody has used, and what a record can still hold. */
const [MOST_STEPS, MOST_RESTARTS] = [1_000_000, 10_000];

/** What a method does not allow, with the value; undefined where all is well. */
export function brokenRule(
  name: string,
  { needs, norms, fixedSteps }: Pick<Method, 'needs' | 'norms' | 'fixedSteps'>,
  { norm, loss, steps, restarts, randomStart, target }: AttackParameters,
): string | undefined {
  const isRandom = randomStart || target === 'random';
  const rules: readonly (readonly [holds: boolean, rule: string, value: unknown])[] = [
    [norms.includes(norm), `${name} has the norm ${norms.join(' or ')}`, norm],
    [fixedSteps === null || steps === fixedSteps.count, fixedSteps?.rule ?? '', steps],
    [fixedSteps !== null || steps >= 1, 'steps must be ≥ 1', steps],
    [steps <= MOST_STEPS, `steps must be ≤ ${MOST_STEPS}`, steps],
    [restarts <= MOST_RESTARTS, `restarts must be ≤ ${MOST_RESTARTS}`, restarts],
    [needs === 'gradient' || loss === 'margin', `${name} has the loss margin`, loss],
    [needs === 'gradient' || randomStart, `${name} has randomStart true`, randomStart],
    [
      restarts === 1 || isRandom,
      'restarts without a random start or a random target repeat the first; must be 1',
      restarts,
    ],
  ];
  const broken = rules.find(([holds]) => !holds);
  return broken && `${broken[1]}, got ${broken[2]}`;
}
