import type { GraphProto, ModelProto, NodeProto, SparseTensorProto, TensorProto } from 'onnx-buf';

/** Every tensor of a file: weights, attributes, and those of graphs and functions inside. */
export function* tensorsIn({ graph, functions }: ModelProto): Generator<TensorProto> {
  if (graph) yield* ofGraph(graph);
  for (const { node, attributeProto } of functions) yield* ofNodes([...node, { attribute: attributeProto }]);
}

function* ofGraph({ initializer, sparseInitializer, node }: GraphProto): Generator<TensorProto> {
  yield* initializer;
  for (const sparse of sparseInitializer) yield* ofSparse(sparse);
  yield* ofNodes(node);
}

function* ofNodes(nodes: readonly Pick<NodeProto, 'attribute'>[]): Generator<TensorProto> {
  for (const { attribute } of nodes) {
    for (const { t, tensors, sparseTensor, sparseTensors, g, graphs } of attribute) {
      if (t) yield t;
      yield* tensors;
      if (sparseTensor) yield* ofSparse(sparseTensor);
      for (const sparse of sparseTensors) yield* ofSparse(sparse);
      if (g) yield* ofGraph(g);
      for (const graph of graphs) yield* ofGraph(graph);
    }
  }
}

function* ofSparse({ values, indices }: SparseTensorProto): Generator<TensorProto> {
  if (values) yield values;
  if (indices) yield indices;
}
