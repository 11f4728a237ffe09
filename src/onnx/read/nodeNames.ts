import type { NodeProto } from 'onnx-buf';
import { FreshNames } from '../graph/freshNames.ts';

/** A name for each node of a file, no two alike: its own, else its first output's, else its operator's. */
export function nodeNames(protos: readonly NodeProto[]): string[] {
  const names = new FreshNames();
  return protos.map(({ name, output, opType }) =>
    names.fresh(name || output.find((value) => value !== '') || opType),
  );
}
