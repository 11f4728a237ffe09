import type { Node, Value } from '../graph/graph.ts';

/**
 * Puts nodes into an order in which each one's inputs are known when it runs; nodes that are in such an order stay.
 *
 * @param given values known before any node runs: inputs and initializers
 * @param readsOf the values that must be known before a node runs
 * @throws Error when a value is made twice, is made by nobody, or depends on itself
 */
export function sortNodes<N extends Node>(
  nodes: readonly N[],
  given: ReadonlySet<Value>,
  readsOf: (node: N) => readonly Value[] = ({ inputs }) => inputs,
): N[] {
  const makers = new Map<Value, N>();
  for (const node of nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      if (makers.has(output) || given.has(output)) {
        throw new Error(`${node.op} '${node.name}': value '${output}' is made twice`);
      }
      makers.set(output, node);
    }
  }
  const sorted: N[] = [];
  const state = new Map<N, 'open' | 'done'>();
  for (const start of nodes) {
    const path = state.has(start) ? [] : [start];
    while (path.length > 0) {
      const node = path.at(-1)!;
      if (state.get(node) === 'done') {
        path.pop();
        continue;
      }
      const waiting = makersOf(node, readsOf(node), makers, given).filter(
        (maker) => state.get(maker) !== 'done',
      );
      const circle = waiting.find((maker) => maker === node || state.get(maker) === 'open');
      if (circle) throw new Error(`${circle.op} '${circle.name}' depends on its own output`);
      if (waiting.length > 0) {
        state.set(node, 'open');
        for (const next of waiting.reverse()) path.push(next);
      } else {
        state.set(node, 'done');
        sorted.push(node);
        path.pop();
      }
    }
  }
  return sorted;
}

function makersOf<N extends Node>(
  { op, name }: N,
  reads: readonly Value[],
  makers: ReadonlyMap<Value, N>,
  given: ReadonlySet<Value>,
): N[] {
  return reads.flatMap((input) => {
    if (input === '' || given.has(input)) return [];
    const maker = makers.get(input);
    if (!maker) throw new Error(`${op} '${name}': nothing makes its input '${input}'`);
    return maker;
  });
}
