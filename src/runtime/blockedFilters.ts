import type { Graph, Value } from '../onnx/graph/graph.ts';

/** Initializers that only blocked convolutions read, as their filters: ONNX Runtime prepares nothing from these. */
export function blockedFilters({ nodes, initializers, outputs }: Graph): Value[] {
  const filters = new Set<Value>();
  const others = new Set<Value>(outputs.keys());
  for (const { op, domain, inputs } of nodes) {
    const isBlocked = op === 'Conv' && domain === 'com.microsoft.nchwc';
    for (const [index, input] of inputs.entries()) (isBlocked && index === 1 ? filters : others).add(input);
  }
  return [...filters].filter((name) => initializers.has(name) && !others.has(name));
}
