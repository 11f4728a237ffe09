import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import type { ElementArrays, ElementType, Tensor } from '#passband/tensor/tensor.ts';

export type Tensors = Readonly<Record<string, Tensor>>;

const quiet: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

/** Runs the bytes of a model once on one thread; a newer Node's Float16Array comes back as its bits. */
export async function runModel(
  bytes: Uint8Array,
  feeds: Tensors,
  options: InferenceSession.SessionOptions = {},
): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(bytes, { ...quiet, ...options });
  try {
    const inputs = Object.entries(feeds).map(([name, { type, data, shape }]) => [
      name,
      new OrtTensor(type, data as never, shape),
    ]);
    const results = await session.run(Object.fromEntries(inputs));
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, copy(value)]));
  } finally {
    await session.release();
  }
}

/** Runs a graph once in ONNX Runtime, on one thread, and returns every output. */
export function runGraph(
  graph: Graph,
  feeds: Tensors = {},
  options: InferenceSession.SessionOptions = {},
): Promise<Record<string, Tensor>> {
  return runModel(encodeModel(graph), feeds, options);
}

function copy({ type, dims, data }: OrtTensor): Tensor {
  const view = data as ElementArrays[ElementType];
  const bits = type === 'float16' ? new Uint16Array(view.buffer, view.byteOffset, view.length) : view;
  return { type: type as ElementType, shape: [...dims], data: bits.slice() as never };
}
