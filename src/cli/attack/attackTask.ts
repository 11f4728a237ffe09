import { attackSettings, type GivenAttack } from '../../attacks/attackSettings.ts';
import { type SearchedMethod, searchedMethods } from '../../attacks/minimalEpsilon.ts';
import { attackName } from '../../audit/plan/attackName.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { flagOf } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import type { AttackTask } from '../../workflows/attack/attackTask.ts';
import { epsilonsOf } from '../terminal/flagKinds.ts';
import type { FlagValues } from '../terminal/flags.ts';
import { type attackFlags, methodFlags } from './attackFlags.ts';

type Values = FlagValues<typeof attackFlags>;

/**
 * What was asked for.
 *
 * @throws UserError when two flags contradict each other
 */
export function attackTask(flags: Values): AttackTask {
  const epsilons = epsilonsOf(flags.epsilon, flags.norm ?? 'linf');
  if (flags.preset === 'authors') return { preset: 'authors', method: searchMethod(flags), epsilons };
  const given = givenAttack(flags);
  const planned = epsilons.map((epsilon) => {
    try {
      const settings = attackSettings({ ...given, epsilon: epsilon.value });
      return { name: attackName(settings, epsilon), epsilon, settings };
    } catch (error) {
      throw new UserError(oneLine(error));
    }
  });
  return { preset: 'paper', planned };
}

function searchMethod(flags: Values): SearchedMethod {
  const method = searchedMethods.find((name) => name === flags.method);
  if (method === undefined) {
    throw new UserError(
      `--preset authors searches with --method ${searchedMethods.join(' or ')}, got ${flags.method}`,
    );
  }
  const names = Object.keys(methodFlags) as (keyof typeof methodFlags)[];
  const extra = names.filter((name) => flags[name] !== undefined);
  if (extra.length > 0) {
    throw new UserError(
      `--preset authors says how the attack is made; leave out ${extra.map(flagOf).join(', ')}`,
    );
  }
  return method;
}

function givenAttack(flags: Values): Omit<GivenAttack, 'epsilon'> {
  const { method, norm, loss, schedule, randomStart, target, steps, restarts, stepSize, momentum } = flags;
  const { band: radius, keep = 'low' } = flags;
  if (flags.keep !== undefined && radius === undefined) {
    throw new UserError('--keep needs the radius of the band, as --band 8');
  }
  const band = radius === undefined ? undefined : { radius, keep };
  const given = { norm, loss, schedule, randomStart, target, steps, restarts, stepSize, momentum, band };
  // What was not typed is the method's to say.
  const typed = Object.entries(given).filter(([, value]) => value !== undefined);
  return { method, ...Object.fromEntries(typed) };
}
