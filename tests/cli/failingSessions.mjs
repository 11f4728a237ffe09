// Preloaded into a command, and by it into its worker threads: from the FAIL_FROMth call on, sessions cannot be made
// (FAIL=create) or run (FAIL=run), and the TERM_ATth run sends SIGTERM to the process. Each call leaves a line in CALLS: its kind and how large the model or its first input is.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The build that onnxruntime-node itself loads.
const { InferenceSession } = createRequire(import.meta.url)('onnxruntime-common');

function note(kind, size) {
  // One process may run a command several times, and threads that have an environment of their own outlive it: it says in a file
  // what is to fail now.
  const { CALLS } = process.env;
  const now = existsSync(`${CALLS}.json`) ? JSON.parse(readFileSync(`${CALLS}.json`, 'utf8')) : process.env;
  const { FAIL, FAIL_FROM, TERM_AT } = now;
  appendFileSync(CALLS, `${kind} ${size}\n`);
  const count = readFileSync(CALLS, 'utf8').split(`${kind} `).length - 1;
  if (kind === 'run' && count === Number(TERM_AT)) process.kill(process.pid, 'SIGTERM');
  if (kind === FAIL && count >= Number(FAIL_FROM)) throw new Error(`injected: ${kind} ${count}`);
}

const { create } = InferenceSession;
InferenceSession.create = async (model, ...rest) => {
  note('create', model.length);
  return create.call(InferenceSession, model, ...rest);
};
const { run } = InferenceSession.prototype;
InferenceSession.prototype.run = async function (feeds, ...rest) {
  note('run', Object.values(feeds)[0].data.length);
  return run.call(this, feeds, ...rest);
};
