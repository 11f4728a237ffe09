import type { Runtime, SessionOptions } from '../../runtime/session.ts';
import { assembleEngine, type EngineOptions } from './assembleEngine.ts';
import { createReplica } from './createReplica.ts';
import type { Engine } from './engine.ts';

/** The network, its batch and its optimizer; where it runs, and the threads inside one operator. */
export type LocalEngineOptions = Omit<EngineOptions, 'shards' | 'threads' | 'block'> &
  Pick<SessionOptions, 'providers' | 'threads'>;

/**
 * The training step in the calling thread, on any runtime, in the plain layout: what `createEngine` does with one
 * shard. For runtimes that bring their own threads, as in a browser.
 */
export function createLocalEngine(
  runtime: Runtime,
  { threads = 1, providers = ['cpu'], ...options }: LocalEngineOptions,
): Promise<Engine> {
  return assembleEngine(
    { ...options, shards: 1, threads: 1, block: 1 },
    {
      // Shared memory is only there in a page that is isolated from other origins, and one thread needs none.
      allocate: (bytes) => new ArrayBuffer(bytes),
      async start([setup]) {
        const replica = await createReplica(runtime, { ...setup, threads }, { providers });
        return { all: replica.answer, release: replica.release };
      },
    },
  );
}
