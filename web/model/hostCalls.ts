import { proxy } from 'comlink';
import { ask } from './liveHost.ts';
import type { ModelHost } from './modelHost.ts';

/** The calls of the worker that runs the model; all are rejected when it is ended. */
export const modelHost = {
  logits: (...given: Parameters<ModelHost['logits']>) => ask((host) => host.logits(...given)),
  smooth: (rho: number) => ask((host) => host.smooth(rho)),
  attack: (
    request: Parameters<ModelHost['attack']>[0],
    which: Parameters<ModelHost['attack']>[1],
    onProgress: (share: number) => void,
  ) => ask((host) => host.attack(request, which, proxy(onProgress))),
};
