import type { Tensor } from '../../tensor/tensor.ts';
import { FreshNames, namesIn } from '../graph/freshNames.ts';
import { type Graph, type Node, typeOfTensor, type Value, type ValueType } from '../graph/graph.ts';
import { type Folding, foldSizes } from '../infer/foldSizes.ts';
import { knownTypes } from '../infer/knownTypes.ts';

/** A graph that is put together node by node, while constants are found and computed sizes become known. */
export interface Draft extends Folding {
  /** Adds a node behind those whose outputs it reads, in simpler form or not at all where that says the same. */
  readonly add: (node: Node) => void;
  /** What the outputs depend on. */
  readonly finish: () => Pick<Graph, 'outputs' | 'initializers' | 'nodes' | 'types'>;
}

export interface DraftOptions {
  readonly inputs: ReadonlyMap<Value, ValueType>;
  readonly initializers: ReadonlyMap<Value, Tensor>;
  readonly outputs: readonly Value[];
  /** The nodes that the draft is made of, whose names new values and nodes must not take. */
  readonly nodes: readonly Node[];
  /** Types to use where inference has no answer. */
  readonly declared: ReadonlyMap<Value, ValueType>;
}

export function startDraft(options: DraftOptions): Draft {
  const initializers = new Map(options.initializers);
  const types = new Map(options.inputs);
  for (const [name, tensor] of initializers) types.set(name, typeOfTensor(tensor));
  const names = new FreshNames(types.keys());
  names.take(namesIn(options));
  const nodes: Node[] = [];
  const folding: Folding = {
    types,
    constantOf: (value) => initializers.get(value),
    define: (value, tensor) => {
      initializers.set(value, tensor);
      types.set(value, typeOfTensor(tensor));
    },
    fresh: (base) => names.fresh(base),
  };
  const fold = foldSizes(folding);
  return {
    ...folding,
    add: (node) => {
      const folded = fold(node);
      if (!folded) return;
      const known = knownTypes(folded, types, folding.constantOf);
      folded.outputs.forEach((output, index) => {
        const type = known[index] ?? options.declared.get(output);
        if (output !== '' && type) types.set(output, type);
      });
      nodes.push({ ...folded, name: names.forNode(folded.name) });
    },
    finish: () => {
      const used = new Set(options.outputs);
      const kept = needed(nodes, used);
      const isKept = (name: Value) =>
        used.has(name) || options.inputs.has(name) || options.initializers.has(name);
      return {
        outputs: new Map(options.outputs.map((output) => [output, outputType(output, types)])),
        initializers: new Map([...initializers].filter(([name]) => isKept(name))),
        nodes: kept,
        types: new Map([...types].filter(([name]) => isKept(name))),
      };
    },
  };
}

/** The nodes that make a used value; what they read becomes used, and so does what else they make. */
function needed(nodes: readonly Node[], used: Set<Value>): Node[] {
  const kept = nodes.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((output) => used.has(output))) return false;
    for (const value of [...inputs, ...outputs]) used.add(value);
    return true;
  });
  return kept.toReversed();
}

function outputType(output: Value, types: ReadonlyMap<Value, ValueType>): ValueType {
  const type = types.get(output);
  if (!type) throw new Error(`output '${output}' is made by no node, or its shape is unknown`);
  return type;
}
