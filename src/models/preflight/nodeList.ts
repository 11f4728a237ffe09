const SHOWN = 5;

/** Names of nodes for a sentence: the first five, and how many more there are. */
export function nodeList(nodes: readonly { readonly name: string }[]): string {
  const names = nodes.slice(0, SHOWN).map(({ name }) => `'${name}'`);
  const rest = nodes.length - names.length;
  return `node${nodes.length === 1 ? '' : 's'} ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
