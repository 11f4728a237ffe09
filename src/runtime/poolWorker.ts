import { parentPort } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import type { Tensor } from '../tensor/tensor.ts';
import { buffersOf, type PoolReply, type PoolRequest } from './pool.ts';
import { createSession, type Session } from './session.ts';

/** A thread of a pool: loads models, runs them one job at a time. */
const port = parentPort!;
const sessions = new Map<number, Session>();
const weights = new Map<number, Readonly<Record<string, Tensor>>>();

async function answer(request: PoolRequest): Promise<PoolReply> {
  if (request.kind === 'load') {
    sessions.set(request.model, await createSession(ort, request.bytes));
    weights.set(request.model, request.weights);
  } else if (request.kind === 'release') {
    await sessions.get(request.model)?.release();
    sessions.delete(request.model);
    weights.delete(request.model);
  } else {
    const feeds = { ...weights.get(request.model), ...request.feeds };
    return { kind: 'done', results: await sessions.get(request.model)!.run(feeds) };
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
