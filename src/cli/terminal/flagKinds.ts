import { type Epsilon, parseEpsilon } from '../../attacks/parseEpsilon.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import type { Flag } from './flags.ts';

/** Kinds of flags, for the tables of commands. */

export const text = (value: string, help: string) =>
  ({ value, help, read: (typed: string) => typed }) as const satisfies Flag;

export const choice = <const C extends readonly string[]>(choices: C, help: string) =>
  ({
    ...{ value: 'NAME', help, choices },
    // A record of an earlier command may hold anything.
    read: (typed: string, flag: string) => {
      const known = choices.find((name): name is C[number] => name === typed);
      if (known !== undefined) return known as C[number];
      throw new UserError(`${flag} must be one of ${choices.join(', ')}, got ${typed}`);
    },
  }) as const satisfies Flag;

export const wholeNumber = (value: string, help: string, least: number, most = Number.MAX_SAFE_INTEGER) =>
  ({
    ...{ value, help },
    read: (typed: string, flag: string) => {
      const number = numberOf(typed);
      if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
      const rule = number > most ? `at most ${most}` : `a whole number ≥ ${least}`;
      throw new UserError(`${flag} must be ${rule}, got ${typed}`);
    },
  }) as const satisfies Flag;

/** A number ≥ 0, which may be a fraction such as 8/255. */
export const size = (value: string, help: string) =>
  ({
    ...{ value, help },
    read: (typed: string, flag: string) => {
      try {
        return parseEpsilon(typed).value;
      } catch {
        throw new UserError(`${flag} must be a number ≥ 0, got ${typed}`);
      }
    },
  }) as const satisfies Flag;

/** @param rule what the numbers must be, as the end of "--radius must be …" */
export const numbers = <L extends number[] = number[]>(
  value: string,
  help: string,
  rule: string,
  fits: (list: readonly number[]) => boolean,
) =>
  ({
    ...{ value, help },
    read: (typed: string, flag: string) => {
      const list = typed.split(',').map(numberOf);
      if (list.every(Number.isFinite) && fits(list)) return list as L;
      throw new UserError(`${flag} must be ${rule}, got ${typed}`);
    },
  }) as const satisfies Flag;

/** Sizes of attacks in L∞, ascending, each once. */
export const epsilons = (help: string) =>
  ({ value: 'LIST', help, read: (typed: string) => epsilonsOf(typed, 'linf') }) as const satisfies Flag;

/** @param negative help of `--no-…`, where there is one */
export const onOff = (help: string, negative?: string) =>
  ({ help, ...(negative !== undefined && { negative }) }) as Flag & { readonly value?: never };

/**
 * Sizes of attacks as typed, ascending, each once.
 *
 * @param norm in L∞ pixels of [0, 1] leave no room beyond 1
 * @throws UserError of `--epsilon`
 */
export function epsilonsOf(typed: string, norm: 'linf' | 'l2'): Epsilon[] {
  const large = typed.split(',').find((word) => norm === 'linf' && Number(word) > 1);
  if (large !== undefined) {
    throw new UserError(
      `--epsilon is in pixel units of [0, 1], so at most 1 in L∞, got ${large}; ${large}/255?`,
    );
  }
  try {
    const sizes = typed.split(',').map(parseEpsilon);
    const first = new Map(sizes.toReversed().map((epsilon) => [epsilon.value, epsilon]));
    return [...first.values()].sort((a, b) => a.value - b.value);
  } catch (error) {
    throw new UserError(`--epsilon ${oneLine(error)}`);
  }
}

const numberOf = (word: string) => (word.trim() === '' ? Number.NaN : Number(word));
