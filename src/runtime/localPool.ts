import type { Graph } from '../onnx/graph/graph.ts';
import type { Pool } from './pool.ts';
import { createSession, type Runtime, type SessionOptions } from './session.ts';

/**
 * A pool of one place: graphs run one after the other in the calling thread, each operator on as many threads as
 * `options` says. For runtimes that bring their own threads, as in a browser.
 */
export function createLocalPool(runtime: Runtime, options: SessionOptions = {}): Pool {
  // ONNX Runtime's WebAssembly module does one thing at a time.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const result = last.then(job);
    last = result.catch(() => {});
    return result;
  };
  return {
    threads: 1,
    async load(model: Graph | Uint8Array) {
      const session = await inTurn(() => createSession(runtime, model, options));
      return {
        run: (feeds) => inTurn(() => session.run(feeds)),
        release: () => inTurn(() => session.release()),
      };
    },
    async release() {
      await last;
    },
  };
}
