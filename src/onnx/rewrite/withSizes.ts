import { startDraft } from '../build/draft.ts';
import type { Dim, Graph, Value, ValueType } from '../graph/graph.ts';

/**
 * The graph with fixed sizes in place of named ones; all types are inferred anew.
 *
 * @param sizes size by name, such as `{ N: 100, height: 224 }`, whole and positive; or another name for the size
 * @throws RangeError when a size is neither a positive whole number nor a name
 * @throws Error when a name is no size of an input, or when shapes do not fit at these sizes
 */
export function withSizes(graph: Graph, sizes: Readonly<Record<string, Dim>>): Graph {
  const names = new Set([...graph.inputs.values()].flatMap(({ shape }) => shape));
  for (const [name, size] of Object.entries(sizes)) {
    if (typeof size === 'string' ? size === '' : !Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`withSizes: ${name} must be a positive whole number, got ${size}`);
    }
    if (!names.has(name)) throw new Error(`withSizes: no input of '${graph.name}' has a size '${name}'`);
  }
  const fix = ({ type, shape }: ValueType): ValueType => ({
    type,
    shape: shape.map((dim) => (typeof dim === 'string' && Object.hasOwn(sizes, dim) ? sizes[dim] : dim)),
  });
  // Without sizes, types stay as they are.
  const fixAll = (values: ReadonlyMap<Value, ValueType>) =>
    Object.keys(sizes).length === 0 ? values : new Map([...values].map(([name, type]) => [name, fix(type)]));
  const inputs = fixAll(graph.inputs);
  const draft = startDraft({
    inputs,
    initializers: graph.initializers,
    outputs: [...graph.outputs.keys()],
    nodes: graph.nodes,
    declared: fixAll(graph.types),
  });
  for (const node of graph.nodes) draft.add(node);
  return { ...graph, inputs, ...draft.finish() };
}
