import type { NodeProto } from 'onnx-buf';
import type { Domain, Node } from '../graph/graph.ts';
import { decodeAttribute } from './decodeAttribute.ts';
import type { ReadExternal } from './decodeTensor.ts';
import { nodeNames } from './nodeNames.ts';

/** The domains whose operators are read. */
export const domains: readonly Domain[] = ['', 'com.microsoft', 'com.microsoft.nchwc'];

/** Operators that run other graphs. */
export const controlFlow: ReadonlySet<string> = new Set(['If', 'Loop', 'Scan', 'SequenceMap']);

/**
 * Reads the nodes of a model file; nodes without a name are named after their first output.
 *
 * @throws Error that names the node when it is of a foreign domain, runs other graphs, or has an attribute that
 *   cannot be read
 */
export function decodeNodes(protos: readonly NodeProto[], readExternal?: ReadExternal): Node[] {
  const names = nodeNames(protos);
  return protos.map((proto, index) => decodeNode(proto, names[index], readExternal));
}

function decodeNode(proto: NodeProto, name: string, readExternal: ReadExternal | undefined): Node {
  const { opType: op, input, output } = proto;
  const fail = (reason: string) => new Error(`${op} '${name}': ${reason}`);
  const domain = proto.domain === 'ai.onnx' ? '' : proto.domain;
  if (!domains.includes(domain)) throw fail(`operators of domain '${domain}' are not supported`);
  if (controlFlow.has(op)) throw fail('control flow is not supported');
  const attributes = proto.attribute.map((attribute) => {
    try {
      return [attribute.name, decodeAttribute(attribute, readExternal)];
    } catch (error) {
      throw fail(error instanceof Error ? error.message : String(error));
    }
  });
  return {
    op,
    domain,
    name,
    inputs: withoutTail(input),
    outputs: withoutTail(output),
    attributes: Object.fromEntries(attributes),
  };
}

/** Drops absent inputs or outputs at the end of a list. */
function withoutTail(values: readonly string[]): string[] {
  const last = values.findLastIndex((value) => value !== '');
  return values.slice(0, last + 1);
}
