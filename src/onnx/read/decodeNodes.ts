import type { AttributeProto } from 'onnx-buf';
import type { Attribute } from '../graph/graph.ts';
import type { ReadNode } from '../raise/rule.ts';
import { decodeAttribute } from './decodeAttribute.ts';
import type { ReadExternal } from './decodeTensor.ts';
import type { FlatNode } from './flatGraph.ts';
import { isChoice, refusalOf } from './readable.ts';

/**
 * Reads the nodes of a model file.
 *
 * @throws Error that names the node when it is of a foreign domain, runs other graphs, or has an attribute that
 *   cannot be read
 */
export function decodeNodes(nodes: readonly FlatNode[], readExternal?: ReadExternal): ReadNode[] {
  // A function that is called often has its tensors once.
  const known = new Map<AttributeProto, Attribute>();
  const decoded = (attribute: AttributeProto) => {
    const value = known.get(attribute) ?? decodeAttribute(attribute, readExternal);
    known.set(attribute, value);
    return value;
  };
  return nodes.map((node) => decodeNode(node, decoded));
}

function decodeNode(node: FlatNode, decoded: (attribute: AttributeProto) => Attribute): ReadNode {
  const fail = (reason: string) => new Error(`${node.op} '${node.name}': ${reason}`);
  const refusal = isChoice(node) ? undefined : refusalOf(node);
  if (refusal !== undefined) throw fail(refusal);
  const attributes = node.attributes.map(({ name, proto }) => {
    try {
      return [name, decoded(proto)];
    } catch (error) {
      throw fail(error instanceof Error ? error.message : String(error));
    }
  });
  return {
    ...node,
    inputs: withoutTail(node.inputs),
    outputs: withoutTail(node.outputs),
    attributes: Object.fromEntries(attributes),
  };
}

/** Drops absent inputs or outputs at the end of a list. */
function withoutTail(values: readonly string[]): string[] {
  const last = values.findLastIndex((value) => value !== '');
  return values.slice(0, last + 1);
}
