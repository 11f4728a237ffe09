import type { Tensor } from '../tensor/tensor.ts';

/** What a pool asks one of its threads. */
export type PoolRequest =
  | { readonly kind: 'load'; readonly model: number; readonly bytes: Uint8Array; readonly weights: Tensors }
  | { readonly kind: 'run'; readonly model: number; readonly feeds: Tensors }
  | { readonly kind: 'release'; readonly model: number };

/** What the thread answers. */
export type PoolReply =
  | { readonly kind: 'done'; readonly results: Record<string, Tensor> }
  | { readonly kind: 'failed'; readonly message: string };

export type Tensors = Readonly<Record<string, Tensor>>;

/** What a message takes along instead of copying it. */
export function buffersOf(tensors: Tensors): ArrayBuffer[] {
  return [...new Set(Object.values(tensors).map(({ data }) => data.buffer as ArrayBuffer))];
}
