import { availableParallelism } from 'node:os';
import type { Convention } from '../../networks/classifier/convention.ts';
import { UserError } from '../../wording/userError.ts';
import type { ModelFlags } from './modelFlags.ts';

/** The flags of a command that opens a model, as values. */
export interface ModelSettings {
  readonly imageSize: number | undefined;
  readonly limit: number | undefined;
  readonly threads: number;
  readonly seed: number;
  /** The parts of the convention that were given; mean, std and range come together. */
  readonly given: Partial<Convention>;
}

/** @throws UserError that names the flag and its value */
export function modelSettings(flags: ModelFlags): ModelSettings {
  const { layout, channels, mean, std, range } = flags;
  const moments = [mean, std, range].every((typed) => typed === undefined)
    ? {}
    : {
        range: numbers(
          '--range',
          range ?? '0,1',
          'two numbers, the lower first',
          (list) => list.length === 2 && list[0] < list[1],
        ) as [number, number],
        mean: numbers('--mean', mean ?? '0', 'one number, or one a channel', () => true),
        std: numbers('--std', std ?? '1', 'positive: one number, or one a channel', (list) =>
          list.every((value) => value > 0),
        ),
      };
  return {
    imageSize: wholeNumber('--image-size', flags.imageSize, 1),
    limit: wholeNumber('--limit', flags.limit, 1),
    threads: wholeNumber('--threads', flags.threads, 1) ?? availableParallelism(),
    seed: wholeNumber('--seed', flags.seed, 0) ?? 0,
    given: {
      ...(layout !== undefined && { layout: layout as Convention['layout'] }),
      ...(channels !== undefined && { channels: channels as Convention['channels'] }),
      ...moments,
    },
  };
}

/**
 * A whole number as typed.
 *
 * @throws UserError that names the flag and its value
 */
export function wholeNumber(flag: string, typed: string | undefined, least: number): number | undefined {
  if (typed === undefined) return undefined;
  const value = Number(typed);
  if (typed.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new UserError(`${flag} must be a whole number ≥ ${least}, got ${typed}`);
}

function numbers(
  flag: string,
  typed: string,
  rule: string,
  fits: (list: readonly number[]) => boolean,
): number[] {
  const list = typed.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  if (list.every(Number.isFinite) && fits(list)) return list;
  throw new UserError(`${flag} must be ${rule}, with commas between them, got ${typed}`);
}
