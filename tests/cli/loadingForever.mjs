// Preloaded into a command, and by it into its worker threads: these never come back from loading a model, as native code may for
// minutes. Each leaves a line in CALLS before.
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) {
  // The build that onnxruntime-node itself loads.
  const { InferenceSession } = createRequire(import.meta.url)('onnxruntime-common');
  InferenceSession.create = () => {
    appendFileSync(process.env.CALLS, 'create\n');
    for (;;);
  };
}
