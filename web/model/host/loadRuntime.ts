import type { Runtime } from '../../../src/runtime/session.ts';

/** ONNX Runtime as this browser can run it. */
export interface LoadedRuntime {
  readonly runtime: Runtime;
  /** Where graphs run, best first. */
  readonly providers: readonly string[];
  /** Threads of WebAssembly: more than one needs a page that is isolated from other origins. */
  readonly threads: number;
}

/**
 * Loads ONNX Runtime, only the half of it that is needed: with WebGPU where the browser has an adapter for it, else
 * WebAssembly alone.
 *
 * @param gpu whether WebGPU may be used
 */
export async function loadRuntime({ gpu = true }: { readonly gpu?: boolean } = {}): Promise<LoadedRuntime> {
  const threads = crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
  const hasGpu =
    gpu && ((await (navigator as { gpu?: GPUish }).gpu?.requestAdapter().catch(() => null)) ?? null);
  const [ort, files] = hasGpu ? await webgpu() : await wasm();
  ort.env.wasm.wasmPaths = files;
  ort.env.wasm.numThreads = threads;
  return { runtime: ort, providers: hasGpu ? ['webgpu', 'wasm'] : ['wasm'], threads };
}

interface GPUish {
  requestAdapter(): Promise<object | null>;
}

const webgpu = async () => {
  const [ort, wasm, mjs] = await Promise.all([
    import('onnxruntime-web/webgpu'),
    import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
  ]);
  return [ort, { wasm: absolute(wasm.default), mjs: absolute(mjs.default) }] as const;
};

const wasm = async () => {
  const [ort, wasm, mjs] = await Promise.all([
    import('onnxruntime-web/wasm'),
    import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
  ]);
  return [ort, { wasm: absolute(wasm.default), mjs: absolute(mjs.default) }] as const;
};

const absolute = (address: string) => new URL(address, import.meta.url).href;
