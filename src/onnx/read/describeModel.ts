import { elementTypeOf } from '../graph/elementTypes.ts';
import type { Node } from '../graph/graph.ts';
import type { ParsedModel } from './decodeModel.ts';
import { nameOfCode } from './decodeTensor.ts';
import { standardOpset } from './flatGraph.ts';

/** What a model file says of itself before anything in it is understood. */
export interface ModelHeader {
  /** The program that wrote it and its version. */
  readonly producer: string;
  readonly ir: number;
  /** Opset of the ONNX standard; null where none is stated. */
  readonly opset: number | null;
  /** Nodes, also those of functions and branches, named as errors name them. */
  readonly nodes: readonly Pick<Node, 'op' | 'domain' | 'name'>[];
  /** All outputs, also those that are not read. */
  readonly outputs: readonly string[];
  /** Numbers in the weights, by element type. */
  readonly weights: Readonly<Record<string, number>>;
}

export function describeModel({ proto, flat }: ParsedModel): ModelHeader {
  const constants = flat.nodes.flatMap(({ op, attributes }) =>
    op === 'Constant' ? attributes.flatMap((each) => each.proto.t ?? []) : [],
  );
  const weights: Record<string, number> = {};
  for (const { dataType, dims } of [...flat.initializers.map((each) => each.proto), ...constants]) {
    const type = elementTypeOf(dataType) ?? nameOfCode(dataType).toLowerCase();
    const count = dims.reduce((product, dim) => product * Number(dim), 1);
    weights[type] = Math.min((weights[type] ?? 0) + Math.max(0, count), Number.MAX_SAFE_INTEGER);
  }
  return {
    producer: `${proto.producerName} ${proto.producerVersion}`.trim(),
    ir: Number(proto.irVersion),
    opset: standardOpset(proto.opsetImport) ?? null,
    nodes: flat.nodes.map(({ op, domain, name }) => ({ op, domain, name })),
    outputs: proto.graph!.output.map(({ name }) => name),
    weights,
  };
}
