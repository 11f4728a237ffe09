import { setImmediate } from 'node:timers/promises';

/**
 * Lets the event loop turn between two long pieces of work. Only there a signal of the system is heard.
 *
 * @throws the signal's reason where it has aborted
 */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  // Of work that a file's answer began, the first turn is over before the loop listens.
  await setImmediate();
  await setImmediate();
  signal.throwIfAborted();
}
