import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  choice,
  epsilonsOf,
  numbers,
  onOff,
  size,
  text,
  wholeNumber,
} from '#passband/cli/terminal/flagKinds.ts';
import { addFlags, type FlagsOf, readFlags, typedOf } from '#passband/cli/terminal/flags.ts';
import { UserError } from '#passband/wording/userError.ts';

const table = {
  outFolder: text('DIR', 'where to'),
  method: { ...choice(['pgd', 'fgsm'], 'how'), default: 'pgd' },
  steps: wholeNumber('N', 'how many', 1),
  length: size('SIZE', 'how long'),
  radius: numbers('LIST', 'where', 'numbers ≥ 0', (list) => list.every((value) => value >= 0)),
  randomStart: onOff('at a random place', 'at the image'),
  quiet: onOff('print nothing'),
  where: { ...wholeNumber('N', 'which', 0), isRepeated: true },
} as const;

function parsed(...words: string[]) {
  const command = addFlags(new Command().exitOverride(), table);
  command.parse(words, { from: 'user' });
  return { values: readFlags(table, command.opts()), typed: typedOf(command) };
}

describe('a table of flags', () => {
  it('gives what was typed as values, and defaults for the rest', () => {
    const { values, typed } = parsed(
      ...[
        '--out-folder',
        'a b',
        '--steps',
        '3',
        '--length',
        '2/255',
        '--radius',
        '4,8.5',
        '--no-random-start',
      ],
    );
    expect(values).toEqual({
      ...{ outFolder: 'a b', method: 'pgd', steps: 3, length: 2 / 255, radius: [4, 8.5] },
      randomStart: false,
    });
    expect(typed.sort()).toEqual(['length', 'outFolder', 'radius', 'randomStart', 'steps']);
  });

  it('leaves out what was not typed and has no default', () => {
    expect(parsed().values).toEqual({ method: 'pgd' });
  });

  it('gives all values of a flag that may be given several times', () => {
    expect(parsed('--where', '3', '--quiet', '--where', '1').values.where).toEqual([3, 1]);
    expect(() => readFlags(table, { where: ['3', 'x'] })).toThrow(
      '--where must be a whole number ≥ 0, got x',
    );
  });

  it.each([
    [{ method: 'apgd' }, '--method must be one of pgd, fgsm, got apgd'],
    [{ steps: '0' }, '--steps must be a whole number ≥ 1, got 0'],
    [{ steps: '1e300' }, '--steps must be at most 9007199254740991, got 1e300'],
    [{ steps: ' ' }, '--steps must be a whole number ≥ 1, got  '],
    [{ length: 'far' }, '--length must be a number ≥ 0, got far'],
    [{ radius: '4,,8' }, '--radius must be numbers ≥ 0, got 4,,8'],
    [{ radius: 'Infinity' }, '--radius must be numbers ≥ 0, got Infinity'],
  ])('refuses %j, which a record of an earlier command may hold', (typed, message) => {
    expect(() => readFlags(table, typed)).toThrow(new UserError(message));
  });

  it('sorts sizes of attacks and keeps each once, as it was typed first', () => {
    expect(epsilonsOf('8/255,2/255,8/255', 'linf').map((epsilon) => epsilon.text)).toEqual([
      '2/255',
      '8/255',
    ]);
    expect(() => epsilonsOf('8', 'linf')).toThrow('at most 1 in L∞, got 8; 8/255?');
    expect(epsilonsOf('8', 'l2').map(({ value }) => value)).toEqual([8]);
  });
});

it('a flag without a setting does not compile, nor a setting without a flag', () => {
  interface Settings {
    readonly steps?: number;
  }
  const { steps, quiet } = table;
  const whole = { steps, quiet } satisfies FlagsOf<Settings, 'quiet'>;
  // @ts-expect-error quiet is no setting
  const more: FlagsOf<Settings> = { steps, quiet };
  // @ts-expect-error steps is missing
  const less: FlagsOf<Settings, 'quiet'> = { quiet };
  expect([whole, more, less].map((flags) => Object.keys(flags).length)).toEqual([2, 2, 1]);
});
