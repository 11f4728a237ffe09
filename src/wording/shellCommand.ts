/**
 * A command as a POSIX shell takes it: its words, then flags by their names without dashes (`dataDir`), but for `quiet`
 * and `json`, which only change what it prints.
 */
export function shellCommand(
  words: readonly string[],
  { quiet, json, ...flags }: Readonly<Record<string, string | boolean | undefined>> = {},
): string {
  const given = Object.entries(flags).flatMap(([name, value]) => {
    const flag = flagOf(name);
    if (typeof value === 'boolean') return [value ? flag : `--no-${flag.slice(2)}`];
    return value === undefined ? [] : [flag, quoted(value)];
  });
  return [...words.map(quoted), ...given].join(' ');
}

/** A word as a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `learningRate` → `--learning-rate`. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `learning-rate` → `learningRate`; a key that is written so stays as it is. */
export function keyOf(written: string): string {
  return written.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
