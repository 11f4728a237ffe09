import { proxy, type Remote } from 'comlink';
import { ask } from './liveHost.ts';
import type { ModelHost } from './modelHost.ts';

/** The calls of the worker that runs the model; all are rejected when it is ended. */
export const modelHost = {
  logits: call((host) => host.logits),
  lowShare: call((host) => host.lowShare),
  smooth: call((host) => host.smooth),
  compare: call((host) => host.compare),
  stopAttack: call((host) => host.stopAttack),
  attack(
    request: Parameters<ModelHost['attack']>[0],
    which: Parameters<ModelHost['attack']>[1],
    onProgress: (share: number) => void,
  ) {
    return ask((host) => host.attack(request, which, proxy(onProgress)));
  },
};

function call<Given extends unknown[], Answer>(
  of: (host: Remote<ModelHost>) => (...given: Given) => Promise<Answer>,
) {
  return (...given: Given): Promise<Answer> => ask((host) => of(host)(...given));
}
