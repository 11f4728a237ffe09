import { AttributeProto_AttributeType as Kind, type ModelProto, TensorProto_DataType } from 'onnx-buf';
import type { Domain, Node, Value } from '../graph/graph.ts';
import { OPSET } from '../graph/graph.ts';
import { newerOperators } from '../raise/raiseNodes.ts';
import type { FlatAttribute, FlatGraph, FlatNode } from './flatGraph.ts';

/** The domains whose operators are read. */
export const domains: readonly Domain[] = ['', 'com.microsoft', 'com.microsoft.nchwc'];

/** Operators that run other graphs, or one of two. */
export const controlFlow: ReadonlySet<string> = new Set(['If', 'Loop', 'Scan', 'SequenceMap']);

/** The part of a file's graph that is read. */
export interface ReadablePart {
  /** The outputs that nodes which cannot be read have no part in; all, where there is no such output. */
  readonly outputs: ReadonlySet<Value>;
  /** What these outputs depend on, in the order of the file. */
  readonly nodes: readonly FlatNode[];
  /** The values that are left out, with what depends on them. */
  readonly unreadable: ReadonlySet<Value>;
}

/**
 * Leaves out the outputs that cannot be read, such as labels as text or a list of scores by name, and the nodes that only
 * they depend on. Time is linear in the file.
 */
export function readablePart({ graph }: ModelProto, { nodes, initializers }: FlatGraph): ReadablePart {
  const outputs = graph!.output.map(({ name }) => name);
  const texts = initializers.filter(({ proto }) => proto.dataType === TensorProto_DataType.STRING);
  const others = graph!.input.filter(({ type }) => type?.value.case !== 'tensorType');
  const unreadable = reachable(
    [
      ...[...texts, ...others].map(({ name }) => name),
      ...nodes.filter(cannotBeRead).flatMap(({ outputs }) => outputs),
    ],
    edges(nodes, valuesRead, ({ outputs }) => outputs),
  );
  const readable = outputs.filter((name) => !unreadable.has(name));
  const kept = new Set(readable.length > 0 ? readable : outputs);
  const needed = reachable(
    kept,
    edges(nodes, ({ outputs }) => outputs, valuesRead),
  );
  return {
    outputs: kept,
    nodes: nodes.filter(({ outputs }) => outputs.some((value) => needed.has(value))),
    unreadable: readable.length > 0 ? unreadable : new Set(),
  };
}

/** Why a node cannot be read, whatever its inputs are; undefined where it can. */
export function refusalOf({ op, domain }: Pick<Node, 'op' | 'domain'>): string | undefined {
  if (!domains.includes(domain)) return `operators of domain '${domain}' are not supported`;
  return domain === '' && controlFlow.has(op) ? 'control flow is not supported' : undefined;
}

function cannotBeRead(node: FlatNode): boolean {
  const { op, domain, attributes, opset } = node;
  if (isChoice(node)) return false;
  if (refusalOf(node) !== undefined || attributes.some(isForeign)) return true;
  return domain === '' && opset > OPSET && newerOperators.has(op);
}

/** Whether a node is an If of which both branches are in the graph. */
export function isChoice({ op, domain, inputs, outputs, attributes }: FlatNode): boolean {
  return op === 'If' && domain === '' && attributes.length === 0 && inputs.length === 1 + 2 * outputs.length;
}

const kinds: readonly Kind[] = [
  Kind.FLOAT,
  Kind.INT,
  Kind.STRING,
  Kind.TENSOR,
  Kind.FLOATS,
  Kind.INTS,
  Kind.STRINGS,
];

/** Attributes that are graphs or types, tensors of texts, and a Cast to texts. */
function isForeign({ name, proto: { type, t, i } }: FlatAttribute): boolean {
  if (name === 'to' && Number(i) === TensorProto_DataType.STRING) return true;
  return !kinds.includes(type) || t?.dataType === TensorProto_DataType.STRING;
}

const valuesRead = ({ inputs, guards }: FlatNode) => [...inputs, ...guards.map(({ condition }) => condition)];

/** Where one comes from a value by a node, in either direction. */
function edges(
  nodes: readonly FlatNode[],
  from: (node: FlatNode) => readonly Value[],
  to: (node: FlatNode) => readonly Value[],
): (value: Value) => Iterable<Value> {
  const byValue = new Map<Value, FlatNode[]>();
  for (const node of nodes) {
    for (const value of from(node)) {
      const list = byValue.get(value);
      if (list) list.push(node);
      else byValue.set(value, [node]);
    }
  }
  const visited = new Set<FlatNode>();
  return function* next(value) {
    for (const node of byValue.get(value) ?? []) {
      if (visited.has(node)) continue;
      visited.add(node);
      yield* to(node);
    }
  };
}

function reachable(start: Iterable<Value>, next: (value: Value) => Iterable<Value>): Set<Value> {
  const found = new Set(start);
  found.delete('');
  // A set is walked in the order in which values are added, also while they are.
  for (const value of found) for (const more of next(value)) if (more !== '') found.add(more);
  return found;
}
