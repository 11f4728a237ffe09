// ONNX Runtime for Node 1.29 and later reports every session to its maker, with the model's metadata, unless this variable
// of the environment is set when the process makes its first session. Importing this file sets it, so every file that
// makes sessions imports it; a value that is there already is the user's own wish and stays.
const SWITCH = 'ORT_DISABLE_TELEMETRY';

interface NodeProcess {
  readonly env: Record<string, string | undefined>;
  getBuiltinModule(name: 'node:worker_threads'): WorkerThreads;
}

interface WorkerThreads {
  readonly isMainThread: boolean;
  setEnvironmentData(key: string, value: boolean): void;
  getEnvironmentData(key: string): unknown;
}

// Not imported, because browsers, where nothing is reported, load this file too.
const node = (globalThis as { process?: NodeProcess }).process;
const threads = node?.getBuiltinModule?.('node:worker_threads');

// Native code reads the environment of the process; a worker thread's `process.env` is only a copy of it.
if (node && threads?.isMainThread) {
  node.env[SWITCH] ??= '1';
  // Also for worker threads that are started with an environment of their own.
  threads.setEnvironmentData(SWITCH, true);
}

/** @throws Error in a worker thread of a process whose main thread has not turned telemetry off */
export function requireTelemetryOff(): void {
  if (!node || !threads || threads.isMainThread) return;
  if (node.env[SWITCH] !== undefined || threads.getEnvironmentData(SWITCH) !== undefined) return;
  throw new Error(
    'createSession: a worker thread cannot turn off the telemetry of ONNX Runtime; import passband in the main ' +
      `thread before it starts workers, or set ${SWITCH}=1`,
  );
}
