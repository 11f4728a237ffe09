import { Worker } from 'node:worker_threads';
import { settled } from '../../runtime/settled.ts';
import type { ReplicaHome, ReplicaReply, ReplicaSetup, Replicas } from './replicaSetup.ts';

/** A worker thread for each replica. */
export const threadReplicas: ReplicaHome = {
  allocate: (bytes) => new SharedArrayBuffer(bytes),
  start: startThreads,
};

async function startThreads(setups: readonly ReplicaSetup[]): Promise<Replicas> {
  const workers = setups.map(
    (setup) => new Worker(new URL('./replicaWorker.js', import.meta.url), { workerData: setup }),
  );
  try {
    await settled(workers.map(nextReply));
  } catch (error) {
    await settled(workers.map((worker) => worker.terminate()));
    throw error;
  }
  let last: Promise<unknown> = Promise.resolve();
  return {
    async all(request) {
      const replies = settled(workers.map(nextReply));
      last = replies;
      for (const worker of workers) worker.postMessage(request);
      await replies;
    },
    async release() {
      // ONNX Runtime aborts the process when a thread ends in the middle of a run.
      await last.catch(() => {});
      await settled(workers.map((worker) => worker.terminate()));
    },
  };
}

function nextReply(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      finish();
    };
    const onMessage = (reply: ReplicaReply) =>
      settle(() => (reply.kind === 'done' ? resolve() : reject(new Error(reply.message))));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () =>
      settle(() => reject(new Error('training: a worker thread ended before it answered')));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}
