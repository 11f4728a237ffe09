import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import type { Tensor } from '#passband/tensor/tensor.ts';

export interface NumericGradientOptions {
  /** Inputs of the graph to differentiate by; float32. */
  readonly withRespectTo: readonly string[];
  /** One weight per element of each output: the scalar is the sum of outputs times weights. */
  readonly weights: Readonly<Record<string, Float32Array>>;
  readonly step: number;
}

/**
 * Central differences (f(x + step) − f(x − step)) / (2·step), one element at a time, of the weighted sum of a graph's
 * outputs. The outputs are float32, the sum over them and the difference float64.
 *
 * @returns one number per element of each input asked for
 */
export async function numericGradient(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
  { withRespectTo, weights, step }: NumericGradientOptions,
): Promise<Record<string, Float64Array>> {
  const session = await InferenceSession.create(encodeModel(graph), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const inputs: Record<string, OrtTensor> = {};
  for (const [name, { type, data, shape }] of Object.entries(feeds)) {
    inputs[name] = new OrtTensor(type, data.slice() as never, shape);
  }
  async function scalar(): Promise<number> {
    const outputs = await session.run(inputs, Object.keys(weights));
    let total = 0;
    for (const [name, weight] of Object.entries(weights)) {
      const data = outputs[name].data as Float32Array;
      for (let index = 0; index < weight.length; index++) total += weight[index] * data[index];
    }
    return total;
  }
  const gradients: Record<string, Float64Array> = {};
  for (const name of withRespectTo) {
    const data = inputs[name].data as Float32Array;
    gradients[name] = new Float64Array(data.length);
    for (let index = 0; index < data.length; index++) {
      const value = data[index];
      // Rounded to float32, the two points are not exactly 2·step apart.
      data[index] = value + step;
      const high = data[index];
      const above = await scalar();
      data[index] = value - step;
      const low = data[index];
      const below = await scalar();
      data[index] = value;
      gradients[name][index] = (above - below) / (high - low);
    }
  }
  await session.release();
  return gradients;
}
