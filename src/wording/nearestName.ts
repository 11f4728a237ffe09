/**
 * The name that a misspelt word most likely means: the fewest inserted, deleted or replaced characters away,
 * where only letters and digits count, so that `CIFAR10` is `cifar-10`.
 *
 * @returns undefined when more than two fifths of the name's characters would have to change
 */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const [nearest] = names
    .map((name) => ({ name, edits: edits(plain(word), plain(name)) }))
    .sort((a, b) => a.edits - b.edits);
  return nearest && nearest.edits <= 0.4 * nearest.name.length ? nearest.name : undefined;
}

// Levenshtein's distance, one row of his table at a time.
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let index = 0; index < from.length; index++) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = row[column] + (from[index] === to[column] ? 0 : 1);
      next.push(Math.min(replaced, row[column + 1] + 1, next[column] + 1));
    }
    row = next;
  }
  return row[to.length];
}
