import { type Remote, wrap } from 'comlink';
import type { ModelHost } from './modelHost.ts';
import { reasonOf } from './reasonOf.ts';

/** A worker that does not answer a ping within this time is stuck, and would keep a new model waiting. In milliseconds. */
const PATIENCE = 2000;

interface Live {
  readonly worker: Worker;
  readonly host: Remote<ModelHost>;
  /** Rejects once the worker is ended, so that nobody waits for its answers. */
  readonly ended: Promise<never>;
  end(): void;
  /** Ends it as one that died of itself. */
  die(): void;
}

let live: Live | undefined;

/** Why a worker died, mostly. */
export const NO_MEMORY = 'it needs more memory than the page has';

/** Workers that were ended so far. */
let ends = 0;
let onDeath = () => {};

/** Counts the workers that were ended: while the count stays, so does what is open in the worker. */
export const ended = () => ends;

/** @param listener told when a worker died of itself: it ran out of memory, or threw what nobody caught */
export function followDeaths(listener: () => void): void {
  onDeath = listener;
}

/** WebAssembly's module does not live on after these. */
const FATAL =
  /abort\(|aborted\(|unreachable|memory access out of bounds|table index is out of bounds|bad_alloc|out of memory|allocation failed|memory\.grow/i;

function start(): Live {
  const worker = new Worker(new URL('modelWorker.ts', import.meta.url), { type: 'module' });
  let end = () => {};
  const die = () => {
    const wasOpen = live?.worker === worker;
    end();
    if (wasOpen) onDeath();
  };
  const ended = new Promise<never>((_, reject) => {
    end = () => {
      worker.terminate();
      ends++;
      if (live?.worker === worker) live = undefined;
      reject(new Error('the model was closed'));
    };
    worker.addEventListener('error', (event) => {
      // Not an error of the page: whoever asked the worker is told.
      event.preventDefault();
      die();
    });
  });
  ended.catch(() => {});
  return { worker, host: wrap<ModelHost>(worker), ended, end, die };
}

/**
 * Asks the worker that runs the model, which is started when it is first needed. A worker that ran out of memory is ended.
 *
 * @throws Error what the worker threw, or why it is no more
 */
export async function ask<T>(question: (host: Remote<ModelHost>) => Promise<T>): Promise<T> {
  live ??= start();
  const { host, ended, die } = live;
  try {
    return await Promise.race([question(host), ended]);
  } catch (error) {
    if (!FATAL.test(reasonOf(error))) throw error;
    die();
    throw new Error(NO_MEMORY, { cause: error });
  }
}

/** Ends the worker and what it is doing; the next question starts another, without a model. */
export function restart(): void {
  live?.end();
}

/** @returns false where the worker was stuck and had to be ended */
export async function wake(): Promise<boolean> {
  // One that is yet to start may take long to load, and is not stuck.
  if (!live) return true;
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), PATIENCE);
  });
  const isAwake = await Promise.race([ask((host) => host.ping()).catch(() => false), late]);
  if (!isAwake) restart();
  return isAwake;
}
