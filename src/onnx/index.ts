/**
 * Graphs as plain data: building, reading and writing ONNX.
 *
 * @module
 */

export { GraphBuilder, type NodeOptions } from './build/builder.ts';
export type { Table } from './build/tables.ts';
export type {
  Attribute,
  Attributes,
  Dim,
  Domain,
  Graph,
  Node,
  Value,
  ValueType,
} from './graph/graph.ts';
export { decodeModel, type ReadingOptions } from './read/decodeModel.ts';
export type { ReadExternal } from './read/decodeTensor.ts';
export type { ModelHeader } from './read/describeModel.ts';
export type { ModelFile } from './read/modelFile.ts';
export type { RawModel } from './read/rawModel.ts';
export { readModel } from './read/readModel.ts';
export { readModelFile } from './read/readModelFile.ts';
export { withBatch } from './rewrite/withBatch.ts';
export { encodeModel } from './write/encodeModel.ts';
export { writeModel } from './write/writeModel.ts';
