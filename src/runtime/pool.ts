import { Worker } from 'node:worker_threads';
import type { Graph } from '../onnx/graph/graph.ts';
import { initializersToInputs } from '../onnx/rewrite/initializersToInputs.ts';
import type { ElementArrays, Tensor } from '../tensor/tensor.ts';
import { blockedFilters } from './blockedFilters.ts';
import { threadsWithin } from './cores.ts';
import { encodeInOrder } from './encodeInOrder.ts';
import { buffersOf, type PoolReply, type PoolRequest, type Tensors } from './poolMessages.ts';
import { settled } from './settled.ts';

/** A graph that every thread of a pool has loaded. */
export interface PooledModel {
  /** Runs the graph once, on the first thread that is free; calls at the same time run side by side. */
  run(feeds: Tensors): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/**
 * Worker threads that run graphs, one single-threaded session each. `session.run` holds its JavaScript thread, so
 * this is how two batches run side by side; and the main thread stays free.
 */
export interface Pool {
  readonly threads: number;
  /** @param model a graph, or the bytes of a file, which runs as it is */
  load(model: Graph | Uint8Array): Promise<PooledModel>;
  /** Waits for what is running, and takes no more work. */
  release(): Promise<void>;
}

/** A thread's jobs follow one another, and the next is there when one ends; a job goes to the thread with the fewest. */
class PoolThread {
  /** Threads that no pool has: starting one takes longer than most graphs run. They keep no process from ending. */
  static readonly #idle: PoolThread[] = [];
  readonly #worker = new Worker(new URL('./poolWorker.js', import.meta.url));
  readonly #asked: Asked[] = [];
  /** The answer to the newest request, which comes last. */
  #last: Promise<unknown> = Promise.resolve();
  #ended: Error | undefined;

  static take(): PoolThread {
    const thread = PoolThread.#idle.pop() ?? new PoolThread();
    thread.#worker.ref();
    return thread;
  }

  private constructor() {
    this.#worker
      .on('message', (reply: PoolReply) => {
        const { resolve, reject } = this.#asked.shift()!;
        if (reply.kind === 'done') resolve(reply.results);
        else reject(new Error(reply.message));
      })
      .on('error', (error) => this.#end(error))
      .on('exit', () => this.#end(new Error('createPool: a worker thread ended before it answered')));
  }

  get waiting(): number {
    return this.#asked.length;
  }

  ask(request: PoolRequest): Promise<Record<string, Tensor>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const answer = new Promise<Record<string, Tensor>>((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#worker.postMessage(request, request.kind === 'run' ? buffersOf(request.feeds) : []);
    });
    this.#last = answer;
    return answer;
  }

  /** Is there for the next pool once it has answered what it was asked. */
  async giveBack(): Promise<void> {
    await this.#last.catch(() => {});
    if (this.#ended) return;
    this.#worker.unref();
    PoolThread.#idle.push(this);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#asked.splice(0)) reject(error);
    const at = PoolThread.#idle.indexOf(this);
    if (at >= 0) PoolThread.#idle.splice(at, 1);
  }
}

interface Asked {
  resolve(results: Record<string, Tensor>): void;
  reject(error: Error): void;
}

/** Models that were loaded so far, of all pools: threads go from one pool to the next. */
let models = 0;

/** @param threads how many graphs run side by side, one a core at most */
export function createPool({ threads: asked }: { readonly threads: number }): Pool {
  const threads = threadsWithin(asked);
  const members = Array.from({ length: threads }, () => PoolThread.take());
  const loaded = new Set<number>();
  let released: Promise<void> | undefined;
  /** Whoever asks for more once the pool is released, as work does that nobody waits for after an error, is refused. */
  const open = () => {
    if (released) throw new Error('createPool: the pool has been released');
    return members;
  };
  const releaseModel = async (model: number) => {
    if (loaded.delete(model)) await settled(members.map((member) => member.ask({ kind: 'release', model })));
  };
  return {
    threads,
    async load(given) {
      const model = models++;
      const { bytes, weights } = given instanceof Uint8Array ? { bytes: given, weights: {} } : parted(given);
      const asked = open().map((member) => member.ask({ kind: 'load', model, bytes, weights }));
      loaded.add(model);
      await settled(asked).catch(async (error: unknown) => {
        // Of the threads that have loaded it.
        await releaseModel(model).catch(() => {});
        throw error;
      });
      return {
        async run(feeds) {
          const free = open().reduce((best, member) => (member.waiting < best.waiting ? member : best));
          return free.ask({ kind: 'run', model, feeds: copied(feeds) });
        },
        release: () => releaseModel(model),
      };
    },
    release() {
      released ??= (async () => {
        await settled([...loaded].map(releaseModel)).catch(() => {});
        await settled(members.map((member) => member.giveBack()));
      })();
      return released;
    },
  };
}

/** A graph whose blocked filters are inputs, for a session holds its initializers several times while it is made. */
function parted(graph: Graph): { bytes: Uint8Array; weights: Tensors } {
  const filters = blockedFilters(graph);
  const weights = copied(Object.fromEntries(filters.map((name) => [name, graph.initializers.get(name)!])));
  return { bytes: encodeInOrder(initializersToInputs(graph, filters)), weights };
}

/** Tensors stay their owner’s, and a message would carry the whole buffer of a view: copies are sent. */
function copied(feeds: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, shape, data }]) => [
      name,
      { type, shape, data: data.slice() as ElementArrays[typeof type] },
    ]),
  );
}
