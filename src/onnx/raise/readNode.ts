import type { Node, Value } from '../graph/graph.ts';

/** A branch of an If: it runs where the condition holds, or where it does not. */
export interface Guard {
  readonly condition: Value;
  readonly holds: boolean;
}

/** A node as a file has it, before it is brought to opset 17. */
export interface ReadNode extends Node {
  /** The opset of the ONNX standard by which it was written. */
  readonly opset: number;
  /** The branches that it stands in, the outermost first. */
  readonly guards: readonly Guard[];
}

/** The values that must be known before a node is raised. */
export function readsOf({ inputs, guards }: ReadNode): Value[] {
  return [...inputs, ...guards.map(({ condition }) => condition)];
}
