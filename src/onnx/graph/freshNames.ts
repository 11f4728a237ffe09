import type { Graph } from './graph.ts';

/** Characters of what a name is made of: names that are made of one another would grow with each. */
const MAX_BASE = 250;

/** Names that are taken, and new ones that are not: each in constant time, however many of one base there are. */
export class FreshNames {
  readonly #taken: Set<string>;
  readonly #nodes = new Set<string>();
  /** Where the search for a free number goes on; all below are taken. */
  readonly #next = new Map<string, number>();

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }

  take(names: Iterable<string>): void {
    for (const name of names) this.#taken.add(name);
  }

  /** The name of a node that is added: its own, or one that is free where another node has that. Nodes may have none. */
  forNode(own: string): string {
    const name = this.#nodes.has(own) ? this.fresh(own) : own;
    this.#taken.add(name);
    if (name !== '') this.#nodes.add(name);
    return name;
  }

  /** Takes a name that was free: `base`, else `base_2`, `base_3`, …; of a very long base its beginning. */
  fresh(given: string): string {
    const base = given.slice(0, MAX_BASE);
    let name = base;
    let count = this.#next.get(base) ?? 2;
    for (; this.#taken.has(name); count++) name = `${base}_${count}`;
    this.#next.set(base, count);
    this.#taken.add(name);
    return name;
  }
}

/** The names in a graph but for its inputs: of its values, and of its nodes, which are shown in the same places. */
export function* namesIn({ nodes, initializers }: Pick<Graph, 'nodes' | 'initializers'>): Generator<string> {
  yield* initializers.keys();
  for (const { name, outputs } of nodes) {
    yield name;
    yield* outputs;
  }
}
