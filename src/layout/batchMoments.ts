import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import { isOperator } from '../onnx/graph/operators.ts';

/**
 * Lets a finished model's batch normalisations take mean and variance from the batch that they are given, instead of the
 * running ones: what PyTorch does in training mode, and what the paper's authors do at test time too. Scale and offset
 * stay. A normalisation that was folded into a convolution is not there to be changed.
 *
 * @returns the graph, and how many normalisations it changed
 */
export function batchMoments(graph: Graph): { readonly graph: Graph; readonly changed: number } {
  const g = GraphBuilder.rewriting(graph);
  let changed = 0;
  for (const node of graph.nodes) {
    if (!isOperator(node, 'BatchNormalization') || node.attributes.training_mode === 1) {
      g.append(node, graph.types);
      continue;
    }
    changed++;
    const [y] = node.outputs;
    // The runtime wants the moments as outputs, though nothing reads them.
    const outputs = [y, g.fresh(`${y}.mean`), g.fresh(`${y}.variance`)];
    g.append({ ...node, outputs, attributes: { ...node.attributes, training_mode: 1 } });
  }
  for (const name of graph.outputs.keys()) g.output(name);
  return { graph: g.build(), changed };
}
