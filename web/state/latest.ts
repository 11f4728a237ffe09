/**
 * Keeps only the latest pending call of a slow task: one call runs at a time, and of those that come meanwhile only the
 * last one runs afterwards.
 *
 * @param done told what came out, in the order of the calls; not told when the task throws
 */
export function latest<A, R>(
  task: (argument: A) => Promise<R>,
  done: (result: R, argument: A) => void,
  failed: (error: unknown) => void,
): (argument: A) => void {
  let running = false;
  let waiting: { readonly argument: A } | undefined;
  const run = async (argument: A) => {
    running = true;
    try {
      done(await task(argument), argument);
    } catch (error) {
      failed(error);
    } finally {
      running = false;
      const next = waiting;
      waiting = undefined;
      if (next) run(next.argument);
    }
  };
  return (argument) => {
    if (running) waiting = { argument };
    else run(argument);
  };
}
