import { attackSettings, type GivenAttack } from '../../attacks/attackSettings.ts';
import type { AttackMethod } from '../../attacks/methods/methods.ts';
import { type SearchedMethod, searchedMethods } from '../../attacks/minimalEpsilon.ts';
import { parseEpsilon } from '../../attacks/parseEpsilon.ts';
import { attackName } from '../../audit/plan/attackName.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { flagOf } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import type { AttackTask } from '../../workflows/attack/attackTask.ts';
import type { ModelFlags } from '../models/modelFlags.ts';
import { wholeNumber } from '../models/modelSettings.ts';
import { epsilonsOf } from '../smooth/smoothFlags.ts';
import type { OutputFlags } from '../training/runTrain.ts';

export interface AttackFlags extends ModelFlags, OutputFlags {
  readonly method: AttackMethod;
  readonly epsilon: string;
  readonly norm?: GivenAttack['norm'];
  readonly loss?: GivenAttack['loss'];
  readonly steps?: string;
  readonly stepSize?: string;
  readonly schedule?: GivenAttack['schedule'];
  readonly momentum?: string;
  readonly randomStart?: boolean;
  readonly restarts?: string;
  readonly target?: GivenAttack['target'];
  readonly band?: string;
  readonly keep?: 'low' | 'high';
  readonly preset: 'paper' | 'authors';
  readonly out?: string;
  readonly resume?: string;
}

/**
 * What was asked for.
 *
 * @throws UserError when a flag is none, or two contradict each other
 */
export function attackTask(flags: AttackFlags): AttackTask {
  const epsilons = epsilonsOf(flags.epsilon, flags.norm === 'l2' ? 'l2' : 'linf');
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

const ofTheAttack = [
  'norm',
  'loss',
  'steps',
  'stepSize',
  'schedule',
  'momentum',
  'randomStart',
  'restarts',
  'target',
  'band',
  'keep',
] as const;

function searchMethod(flags: AttackFlags): SearchedMethod {
  const method = searchedMethods.find((name) => name === flags.method);
  if (method === undefined) {
    throw new UserError(
      `--preset authors searches with --method ${searchedMethods.join(' or ')}, got ${flags.method}`,
    );
  }
  const extra = ofTheAttack.filter((name) => flags[name] !== undefined);
  if (extra.length > 0) {
    const names = extra.map(flagOf).join(', ');
    throw new UserError(`--preset authors says how the attack is made; leave out ${names}`);
  }
  return method;
}

function givenAttack(flags: AttackFlags): Omit<GivenAttack, 'epsilon'> {
  const { method, norm, loss, schedule, randomStart, target, band, keep, stepSize, momentum } = flags;
  if (keep !== undefined && band === undefined) {
    throw new UserError('--keep needs the radius of the band, as --band 8');
  }
  const given = {
    norm,
    loss,
    schedule,
    randomStart,
    target,
    steps: wholeNumber('--steps', flags.steps, 1),
    restarts: wholeNumber('--restarts', flags.restarts, 1),
    stepSize: stepSize === undefined ? undefined : sizeOf('--step-size', stepSize),
    momentum: momentum === undefined ? undefined : sizeOf('--momentum', momentum),
    band: band === undefined ? undefined : { radius: sizeOf('--band', band), keep: keep ?? ('low' as const) },
  };
  // What was not typed is the method's to say.
  const typed = Object.entries(given).filter(([, value]) => value !== undefined);
  return { method, ...Object.fromEntries(typed) };
}

function sizeOf(flag: string, typed: string): number {
  try {
    return parseEpsilon(typed).value;
  } catch {
    throw new UserError(`${flag} must be a number ≥ 0, got ${typed}`);
  }
}
