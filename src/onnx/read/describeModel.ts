import type { ModelProto } from 'onnx-buf';
import { elementTypeOf } from '../graph/elementTypes.ts';
import type { Node } from '../graph/graph.ts';
import { nameOfCode } from './decodeTensor.ts';
import { nodeNames } from './nodeNames.ts';

/** What a model file says of itself before anything in it is understood. */
export interface ModelHeader {
  /** The program that wrote it and its version. */
  readonly producer: string;
  readonly ir: number;
  /** Opset of the ONNX standard; null where none is stated. */
  readonly opset: number | null;
  /** Nodes of the outer graph, named as errors name them. */
  readonly nodes: readonly Pick<Node, 'op' | 'domain' | 'name'>[];
  /** Numbers in the weights, by element type. */
  readonly weights: Readonly<Record<string, number>>;
}

export function describeModel({
  producerName,
  producerVersion,
  irVersion,
  opsetImport,
  graph,
}: ModelProto): ModelHeader {
  const standard = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const names = nodeNames(graph?.node ?? []);
  const nodes = (graph?.node ?? []).map(({ opType, domain }, index) => ({
    op: opType,
    domain: domain === 'ai.onnx' ? '' : domain,
    name: names[index],
  }));
  const constants = (graph?.node ?? []).flatMap(({ opType, attribute }) =>
    opType === 'Constant' ? attribute.flatMap(({ t }) => t ?? []) : [],
  );
  const weights: Record<string, number> = {};
  for (const { dataType, dims } of [...(graph?.initializer ?? []), ...constants]) {
    const type = elementTypeOf(dataType) ?? nameOfCode(dataType).toLowerCase();
    const count = dims.reduce((product, dim) => product * Number(dim), 1);
    weights[type] = Math.min((weights[type] ?? 0) + Math.max(0, count), Number.MAX_SAFE_INTEGER);
  }
  return {
    producer: `${producerName} ${producerVersion}`.trim(),
    ir: Number(irVersion),
    opset: standard ? Number(standard.version) : null,
    nodes,
    weights,
  };
}
