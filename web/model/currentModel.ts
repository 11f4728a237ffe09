import { signal } from '@preact/signals';
import { wrap } from 'comlink';
import naturalUrl from '../models/natural.onnx?url';
import robustUrl from '../models/robust.onnx?url';
import type { ModelHost, OpenedModel } from './modelHost.ts';

/** The models that come with the page. */
export const builtIn = { natural: naturalUrl, robust: robustUrl } as const;

/** What the page's model is doing. */
export type ModelState =
  | { readonly status: 'none' }
  | { readonly status: 'opening'; readonly name: string }
  | { readonly status: 'ready'; readonly name: string; readonly model: OpenedModel }
  | { readonly status: 'failed'; readonly name: string; readonly reason: string };

export const currentModel = signal<ModelState>({ status: 'none' });

/** The worker that runs it. */
export const modelHost = wrap<ModelHost>(
  new Worker(new URL('./modelWorker.ts', import.meta.url), { type: 'module' }),
);

let newest = 0;

/** Opens a model; of several that are opened quickly the last stays. */
export async function openModel(name: string, bytes: () => Promise<Uint8Array>): Promise<void> {
  const mine = ++newest;
  currentModel.value = { status: 'opening', name };
  try {
    const model = await modelHost.open(await bytes());
    if (mine === newest) currentModel.value = { status: 'ready', name, model };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (mine === newest) currentModel.value = { status: 'failed', name, reason };
  }
}

/** Fetches a built-in model and opens it. */
export function openBuiltIn(name: keyof typeof builtIn): Promise<void> {
  return openModel(name, async () => new Uint8Array(await (await fetch(builtIn[name])).arrayBuffer()));
}
