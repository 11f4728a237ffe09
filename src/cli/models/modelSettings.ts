import type { Convention } from '../../networks/classifier/convention.ts';
import { UserError } from '../../wording/userError.ts';
import type { ModelSettings } from '../../workflows/models/modelSettings.ts';
import type { ModelFlags } from './modelFlags.ts';

/**
 * The flags of a command that opens a model, as values.
 *
 * @throws UserError that names the flag and its value
 */
export function modelSettings(flags: ModelFlags): ModelSettings {
  const { dataset, dataDir, layout, channels, output, classes, classMap, mean, std, range } = flags;
  return {
    ...{ dataset, dataDir, output, classes, classMap },
    layout: layout as Convention['layout'] | undefined,
    channels: channels as Convention['channels'] | undefined,
    range: numbers(
      '--range',
      range,
      'two numbers, the lower first',
      (list) => list.length === 2 && list[0] < list[1],
    ) as [number, number] | undefined,
    mean: numbers('--mean', mean, 'one number, or one a channel', () => true),
    std: numbers('--std', std, 'positive: one number, or one a channel', (list) =>
      list.every((value) => value > 0),
    ),
    imageSize: wholeNumber('--image-size', flags.imageSize, 1),
    limit: wholeNumber('--limit', flags.limit, 1),
    threads: wholeNumber('--threads', flags.threads, 1),
    seed: wholeNumber('--seed', flags.seed, 0),
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
  typed: string | undefined,
  rule: string,
  fits: (list: readonly number[]) => boolean,
): number[] | undefined {
  if (typed === undefined) return undefined;
  const list = typed.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  if (list.every(Number.isFinite) && fits(list)) return list;
  throw new UserError(`${flag} must be ${rule}, with commas between them, got ${typed}`);
}
