import { OPSET } from '../../onnx/graph/graph.ts';
import { newerOperators } from '../../onnx/raise/raiseNodes.ts';
import type { ModelHeader } from '../../onnx/read/describeModel.ts';
import { controlFlow, domains } from '../../onnx/read/readable.ts';
import { standardOperators } from '../../onnx/read/standardOperators.ts';
import { groupBy } from '../../statistics/groupBy.ts';
import { nodeList } from './nodeList.ts';

/** The nodes of a file that keep its graph from being read or run, one sentence for each reason. */
export function unreadableNodes({ nodes, opset }: Pick<ModelHeader, 'nodes' | 'opset'>): string[] {
  const byReason = groupBy(nodes, (node) => reasonOf(node, opset ?? OPSET));
  return [...byReason].flatMap(([reason, refused]) =>
    reason === undefined ? [] : `${reason}: ${nodeList(refused)}`,
  );
}

function reasonOf({ op, domain }: ModelHeader['nodes'][number], opset: number): string | undefined {
  if (!domains.includes(domain)) return `operators of domain '${domain}' (${op}) are not supported`;
  // Of an If, one branch may be read.
  if (controlFlow.has(op) && op !== 'If') return `control flow (${op}) is not supported`;
  if (opset > OPSET && domain === '' && newerOperators.has(op))
    return `operator ${op} has no counterpart in opset ${OPSET}`;
  // Where the file states the types, its graph is read all the same.
  if (domain === '' && !standardOperators.has(op)) return `ONNX has no operator ${op}`;
  return undefined;
}
