/**
 * A command as a POSIX shell takes it: its words, then flags by their names without dashes (`dataDir`). A switch that is
 * false is its `--no-…`.
 */
export function shellCommand(
  words: readonly string[],
  flags: Readonly<Record<string, string | boolean | undefined>> = {},
): string {
  const given = Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return [value ? flagOf(name) : `--no-${flagOf(name).slice(2)}`];
    return value === undefined ? [] : [flagOf(name), quoted(value)];
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
