import type { Node } from './graph.ts';

/** Axes that a value has at most; classifiers have six or so. */
const MAX_RANK = 64;

/** Numbers in a list about axes at most, such as sizes, places or pads: two for each axis. */
const MAX_LIST = 2 * MAX_RANK;

interface Counted {
  readonly length: number;
}

/** @throws Error that names what has more axes than are read, as in `tensor 'w' has` */
export function checkRank(what: string, { length: rank }: Counted): void {
  if (rank > MAX_RANK) throw new Error(`${what} ${rank} axes, more than ${MAX_RANK}`);
}

/**
 * Lists about axes are short, as are those of the parts of a Split. A tensor of a million numbers that thousands of nodes
 * read as such a list would take its time with each of them.
 *
 * @throws Error that names the node and what is no such list
 */
export function checkAxesList({ op, name, outputs }: Node, what: string, { length }: Counted): void {
  if (length <= Math.max(MAX_LIST, outputs.length)) return;
  throw new Error(`${op} '${name}': ${what} has ${length} numbers, more than ${MAX_LIST}`);
}
