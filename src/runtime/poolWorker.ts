import { parentPort } from 'node:worker_threads';
import type { Tensor } from '../tensor/tensor.ts';
import { onnxruntime } from './onnxruntime.ts';
import { buffersOf, type PoolReply, type PoolRequest } from './poolMessages.ts';
import { createSession, type Session } from './session.ts';

/** A thread of a pool: loads models, runs them one job at a time. */
const port = parentPort!;
const models = new Map<number, { readonly session: Session; readonly weights: Record<string, Tensor> }>();

async function answer(request: PoolRequest): Promise<PoolReply> {
  if (request.kind === 'load') {
    const { model, bytes, weights } = request;
    models.set(model, { session: await createSession(onnxruntime, bytes), weights });
  } else if (request.kind === 'release') {
    const { session, weights = {} } = models.get(request.model) ?? {};
    models.delete(request.model);
    await session?.release();
    // A thread that only waits collects no garbage, so that the next model's weights would come on top of these.
    structuredClone(null, { transfer: buffersOf(weights) });
  } else {
    const { session, weights } = models.get(request.model)!;
    return { kind: 'done', results: await session.run({ ...weights, ...request.feeds }) };
  }
  return { kind: 'done', results: {} };
}

// Requests come before the last one is answered, and are answered in their order.
let last: Promise<void> = Promise.resolve();
port.on('message', (request: PoolRequest) => {
  last = last
    .then(() => answer(request))
    .then(
      (reply) => port.postMessage(reply, reply.kind === 'done' ? buffersOf(reply.results) : []),
      (error: Error) => port.postMessage({ kind: 'failed', message: error.message } satisfies PoolReply),
    );
});
