import { type Remote, wrap } from 'comlink';
import type { ModelHost } from './modelHost.ts';

/** A worker that does not say that it lives within this time is stuck, and would keep a new model waiting. In milliseconds. */
const PATIENCE = 2000;

interface Live {
  readonly worker: Worker;
  readonly host: Remote<ModelHost>;
  /** Rejects once the worker is ended, so that nobody waits for its answers. */
  readonly ended: Promise<never>;
  end(): void;
}

let live: Live | undefined;

function start(): Live {
  const worker = new Worker(new URL('./modelWorker.ts', import.meta.url), { type: 'module' });
  let end = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = () => {
      worker.terminate();
      reject(new Error('the model was closed'));
    };
    worker.addEventListener('error', (event) => {
      // Not an error of the page: whoever asked the worker is told.
      event.preventDefault();
      end();
      if (live?.worker === worker) live = undefined;
    });
  });
  ended.catch(() => {});
  return { worker, host: wrap<ModelHost>(worker), ended, end };
}

/** Asks the worker that runs the model, which is started when it is first needed. */
export function ask<T>(question: (host: Remote<ModelHost>) => Promise<T>): Promise<T> {
  live ??= start();
  return Promise.race([question(live.host), live.ended]);
}

/** Ends the worker and what it is doing; the next question starts another, without a model. */
export function restart(): void {
  live?.end();
  live = undefined;
}

/** @returns false where the worker was stuck and had to be ended */
export async function wake(): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), PATIENCE);
  });
  const isAwake = await Promise.race([ask((host) => host.ping()).catch(() => false), late]);
  if (!isAwake) restart();
  return isAwake;
}
