import { attackSettings, type GivenAttack } from '../../attacks/attackSettings.ts';
import { type SearchedMethod, searchedMethods } from '../../attacks/minimalEpsilon.ts';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import { attackName } from '../../audit/plan/attackName.ts';
import type { PlannedAttack } from '../../audit/plan/attackPlan.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { flagOf } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { type AttackChoices, attackDefaults } from './attackChoices.ts';

/** What is to be done: an attack at each ε, or the authors' search. */
export type AttackTask =
  | { readonly preset: 'paper'; readonly planned: readonly PlannedAttack[] }
  | { readonly preset: 'authors'; readonly method: SearchedMethod; readonly epsilons: readonly Epsilon[] };

/**
 * What settings ask for.
 *
 * @throws UserError when a setting is out of range, or two contradict each other
 */
export function attackTask(choices: AttackChoices): AttackTask {
  const { epsilon: epsilons = attackDefaults.epsilon, preset = attackDefaults.preset } = choices;
  if (preset === 'authors') return { preset, method: searchMethod(choices), epsilons };
  const given = givenAttack(choices);
  const planned = epsilons.map((epsilon) => {
    try {
      const settings = attackSettings({ ...given, epsilon: epsilon.value });
      return { name: attackName(settings, epsilon), epsilon, settings };
    } catch (error) {
      throw new UserError(oneLine(error));
    }
  });
  return { preset, planned };
}

/** The settings that say how an attack is made; the compiler asks for one that is forgotten. */
const ofTheAttack = Object.keys({
  ...{ norm: 0, loss: 0, steps: 0, stepSize: 0, schedule: 0, momentum: 0 },
  ...{ randomStart: 0, restarts: 0, target: 0, band: 0, keep: 0 },
} satisfies Record<HowItIsMade, 0>) as HowItIsMade[];
type HowItIsMade = Exclude<keyof AttackChoices, 'method' | 'epsilon' | 'preset'>;

function searchMethod(choices: AttackChoices): SearchedMethod {
  const { method: asked = attackDefaults.method } = choices;
  const method = searchedMethods.find((name) => name === asked);
  if (method === undefined) {
    throw new UserError(
      `--preset authors searches with --method ${searchedMethods.join(' or ')}, got ${asked}`,
    );
  }
  const extra = ofTheAttack.filter((name) => choices[name] !== undefined);
  if (extra.length > 0) {
    const names = extra.map(flagOf).join(', ');
    throw new UserError(`--preset authors says how the attack is made; leave out ${names}`);
  }
  return method;
}

function givenAttack(choices: AttackChoices): Omit<GivenAttack, 'epsilon'> {
  const { method = attackDefaults.method, band, keep } = choices;
  if (keep !== undefined && band === undefined) {
    throw new UserError('--keep needs the radius of the band, as --band 8');
  }
  const given = ofTheAttack.map((name) =>
    name === 'band' && band !== undefined
      ? [name, { radius: band, keep: keep ?? 'low' }]
      : [name, name === 'keep' ? undefined : choices[name]],
  );
  return { method, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}
