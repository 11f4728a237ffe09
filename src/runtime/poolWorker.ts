import { parentPort } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import type { Tensor } from '../tensor/tensor.ts';
import type { PoolReply, PoolRequest } from './pool.ts';
import { createSession, type Session } from './session.ts';

/** A thread of a pool: loads models, runs them one job at a time. */
const port = parentPort!;
const models = new Map<number, { readonly session: Session; readonly weights: Record<string, Tensor> }>();

async function answer(request: PoolRequest): Promise<PoolReply> {
  if (request.kind === 'load') {
    const { model, bytes, weights } = request;
    models.set(model, { session: await createSession(ort, bytes), weights });
  } else if (request.kind === 'release') {
    const { session, weights = {} } = models.get(request.model) ?? {};
    models.delete(request.model);
    await session?.release();
    // A thread that only waits collects no garbage, so that the next model's weights would come on top of these.
    const buffers = new Set(Object.values(weights).map(({ data }) => data.buffer as ArrayBuffer));
    structuredClone(null, { transfer: [...buffers] });
  } else {
    const { session, weights } = models.get(request.model)!;
    return { kind: 'done', results: await session.run({ ...weights, ...request.feeds }) };
  }
  return { kind: 'done', results: {} };
}

port.on('message', (request: PoolRequest) => {
  answer(request).then(
    (reply) => {
      const buffers =
        reply.kind === 'done' ? Object.values(reply.results).map(({ data }) => data.buffer) : [];
      port.postMessage(reply, [...new Set(buffers)] as ArrayBuffer[]);
    },
    (error: Error) => port.postMessage({ kind: 'failed', message: error.message } satisfies PoolReply),
  );
});
