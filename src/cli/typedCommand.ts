import { quoted } from './commandOf.ts';
import { flagOf } from './configFlags.ts';

type Typed = Readonly<Record<string, string | boolean | undefined>>;

/**
 * A command that was typed, for a POSIX shell, without what only changes what it prints.
 *
 * @param command its name, such as `smooth`
 * @param flags by their names without dashes, `dataDir` for --data-dir
 */
export function typedCommand(command: string, path: string, { quiet, json, ...flags }: Typed): string {
  const words = Object.entries(flags).flatMap(([name, value]) => {
    const flag = flagOf(name);
    if (typeof value === 'boolean') return [value ? flag : `--no-${flag.slice(2)}`];
    return value === undefined ? [] : [flag, quoted(value)];
  });
  return ['passband', command, quoted(path), ...words].join(' ');
}
