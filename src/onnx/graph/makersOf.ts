import type { Node, Value } from './graph.ts';

/** The node that makes each value that some nodes make. */
export function makersOf<N extends Pick<Node, 'outputs'>>(nodes: Iterable<N>): ReadonlyMap<Value, N> {
  const makers = new Map<Value, N>();
  for (const node of nodes) for (const output of node.outputs) if (output !== '') makers.set(output, node);
  return makers;
}
