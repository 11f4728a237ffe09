import { parentPort, workerData } from 'node:worker_threads';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { createReplica } from './createReplica.ts';
import type { ReplicaReply, ReplicaRequest, ReplicaSetup } from './replicaSetup.ts';

/** A replica in a thread of its own. */
const port = parentPort!;
const replica = await createReplica(onnxruntime, workerData as ReplicaSetup);

const reply = (message: ReplicaReply) => port.postMessage(message);
port.on('message', (request: ReplicaRequest) => {
  replica.answer(request).then(
    () => reply({ kind: 'done' }),
    (error: Error) => reply({ kind: 'failed', message: error.message }),
  );
});
reply({ kind: 'done' });
