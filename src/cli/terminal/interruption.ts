/** Exit code of a command that Ctrl-C stopped. */
export const INTERRUPTED = 130;

/**
 * A signal that aborts at the first Ctrl-C (or at SIGTERM), so that work stops at the next safe
 * place; the second Ctrl-C exits at once.
 *
 * @param onFirst told once, at the first request
 */
export function abortOnInterrupt(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    // By the signal itself, for which a shell shows 130: process.exit would end the worker threads one by one, and
    // ONNX Runtime aborts the process when a thread is ended in the middle of a run.
    if (controller.signal.aborted) process.off(signal, stop).kill(process.pid, signal);
    controller.abort();
    onFirst();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  ends.push(() => process.off('SIGINT', stop).off('SIGTERM', stop));
  return controller.signal;
}

const ends: (() => void)[] = [];

/** Once a command is over nothing is left to stop: from now on the first signal ends the process. */
export function endInterruption(): void {
  for (const end of ends.splice(0)) end();
}
