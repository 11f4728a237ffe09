import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph, Value } from '../onnx/graph/graph.ts';
import { type AttributesOf, isOperator, type NodeOf } from '../onnx/graph/operators.ts';
import { standardNode } from '../onnx/graph/standardNode.ts';
import { float32 } from '../tensor/tensor.ts';

const domain = 'com.microsoft.nchwc';

/**
 * Replaces the blocked batch normalisations that `blockLayout` left: mean, centred values, their mean square, then
 * one scale and one offset a channel. Per-channel products are convolutions of one pixel and one channel, which
 * run on all threads and take a following addition or Relu along (`fuseConvolutions`).
 */
export function expandBatchNorm(graph: Graph): Graph {
  const g = GraphBuilder.rewriting(graph);
  for (const node of graph.nodes) {
    if (isOperator(node, 'passband:BatchNormalization')) expand(g, node);
    else g.append(node, graph.types);
  }
  for (const name of graph.outputs.keys()) g.output(name);
  return g.build();
}

function expand(g: GraphBuilder, node: NodeOf<'passband:BatchNormalization'>): void {
  const { inputs, outputs, attributes } = node;
  const [x, scale, bias] = inputs;
  const { epsilon = 1e-5 } = attributes;
  const channels = g.shape(scale)[0];
  const [y, mean, variance] = outputs;
  const mean4 = g.add('ReduceMean', [pool(g, x)], { axes: [0] });
  name(g, mean4, mean, channels);
  const ones = g.constant(float32([channels, 1, 1, 1], new Float32Array(channels).fill(1)));
  // Centred first: the mean square of x less the squared mean would cancel where the mean is large.
  const centred = affine(g, x, ones, g.add('Neg', [mean]));
  const square = g.add('Mul', [centred, centred]);
  name(g, g.add('ReduceMean', [pool(g, square)], { axes: [0] }), variance, channels);
  const deviation = g.add('Sqrt', [g.add('Add', [variance, g.scalar(epsilon)])]);
  const factor = g.add('Div', [scale, deviation]);
  const weights = g.add('Reshape', [factor, g.ints(channels, 1, 1, 1)]);
  affine(g, centred, weights, bias, y);
}

const pool = (g: GraphBuilder, x: Value) => g.add('GlobalAveragePool', [x], {}, { domain });

function name(g: GraphBuilder, value: Value, output: Value, channels: number): void {
  const inputs = [value, g.ints(channels)];
  g.append(standardNode('Reshape', { name: output, inputs }));
}

function affine(g: GraphBuilder, x: Value, weights: Value, bias: Value, output?: Value): Value {
  const y = output ?? g.fresh('Conv');
  const attributes: AttributesOf<'com.microsoft.nchwc:Conv'> = {
    kernel_shape: [1, 1],
    strides: [1, 1],
    pads: [0, 0, 0, 0],
    dilations: [1, 1],
    group: g.shape(weights)[0],
  };
  g.append({ op: 'Conv', domain, name: y, inputs: [x, weights, bias], outputs: [y], attributes });
  return y;
}
