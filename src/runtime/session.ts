import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-common';
import type { Graph } from '../onnx/graph/graph.ts';
import type { ElementType, Tensor } from '../tensor/tensor.ts';
import { engineError } from '../wording/engineError.ts';
import { requireTelemetryOff } from './telemetry.ts';

/** The ONNX Runtime module that runs a graph: onnxruntime-node, or onnxruntime-web in a browser. */
export interface Runtime {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof OrtTensor;
}

export interface SessionOptions {
  /** Threads inside one operator; by default 1. */
  readonly threads?: number;
  /** Where the graph runs, best first; by default the CPU. */
  readonly providers?: readonly string[];
  /** Where to write ONNX Runtime's profile of every operator, as the start of a file name. */
  readonly profile?: string;
}

/** A graph that is ready to run. Native memory is freed by `release` only. */
export interface Session {
  /**
   * Runs the graph.
   *
   * @param feeds one tensor for each input
   * @param into tensors that outputs are written into; the other outputs are allocated
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    into?: Readonly<Record<string, Tensor>>,
  ): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/**
 * Loads a graph (or the bytes of a model) into ONNX Runtime.
 *
 * @throws Error of one line when ONNX Runtime refuses the graph, or would report the session to its maker
 */
export async function createSession(
  { InferenceSession, Tensor: Native }: Runtime,
  graph: Graph | Uint8Array,
  { threads = 1, providers = ['cpu'], profile }: SessionOptions = {},
): Promise<Session> {
  requireTelemetryOff();
  const bytes = await bytesOf(graph);
  const session = await InferenceSession.create(bytes, {
    executionProviders: providers.map((name) => (name === 'webgpu' ? webgpu(graph) : name)),
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // A pattern learned from the first run would lie beside what that run allocated: a third more memory (ResNet-18's
    // step: 2.3 GB against 1.5), and no less time.
    enableMemPattern: false,
    // Unused constants are no news to a user, and what goes wrong is thrown: an error is one line.
    logSeverityLevel: 4,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  }).catch(refuse);
  // In a browser, ONNX Runtime leaves arrays that it is given for results as they were.
  const writesInto = !providers.some((name) => name === 'wasm' || name === 'webgpu');
  const native = (tensors: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, { type, shape, data }]) => [name, new Native(type, data, shape)]),
    );
  return {
    async run(feeds, into = {}) {
      const fetches: Record<string, OrtTensor | null> = writesInto ? native(into) : {};
      for (const name of session.outputNames) fetches[name] ??= null;
      const results = await session.run(native(feeds), fetches).catch(refuse);
      return Object.fromEntries(
        Object.entries(results).map(([name, { type, dims, data }]) => {
          const result = { type: type as ElementType, shape: dims, data: data as never };
          if (writesInto || !into[name]) return [name, result];
          into[name].data.set(result.data);
          return [name, into[name]];
        }),
      );
    },
    async release() {
      if (profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

function refuse(thrown: unknown): never {
  throw engineError(thrown);
}

/** Worker threads are given bytes: loading what writes a graph would take half of the time in which they start. */
async function bytesOf(graph: Graph | Uint8Array): Promise<Uint8Array> {
  if (graph instanceof Uint8Array) return graph;
  return (await import('./encodeInOrder.ts')).encodeInOrder(graph);
}

/** WebGPU, without the nodes that it takes and then cannot run: it has no indices of a pool's largest pixels. */
function webgpu(graph: Graph | Uint8Array): InferenceSession.ExecutionProviderConfig {
  const nodes = graph instanceof Uint8Array ? [] : graph.nodes;
  const indexed = nodes.filter(({ op, outputs }) => op === 'MaxPool' && outputs.length > 1);
  // An empty list is refused.
  return {
    name: 'webgpu',
    ...(indexed.length > 0 && { forceCpuNodeNames: indexed.map(({ name }) => name) }),
  };
}
