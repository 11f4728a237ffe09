/** Exit code of a command that Ctrl-C stopped. */
export const INTERRUPTED = 130;

/**
 * A signal that aborts at the first Ctrl-C (or at a polite request to end), so that work stops at the next safe
 * place; the second Ctrl-C exits at once.
 *
 * @param onFirst told once, at the first request
 */
export function abortOnInterrupt(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
    onFirst();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
