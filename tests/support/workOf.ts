type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Methods of lists that ask a function of each element, and those that look at the elements themselves. */
const asking = ['find', 'findIndex', 'findLast', 'some', 'every', 'filter', 'map', 'flatMap', 'forEach'];
const looking = ['includes', 'indexOf', 'lastIndexOf', 'slice', 'join', 'toReversed', 'concat'];

/**
 * How many elements of lists, sets and maps are looked at while some work is done, which is what grows where something is searched
 * for again and again. The work must not wait for anything.
 */
export function workOf(work: () => void): number {
  let count = 0;
  const restores: (() => void)[] = [];
  const replace = (owner: object, names: readonly PropertyKey[], by: (original: Method) => Method) => {
    for (const name of names) {
      const descriptor = Object.getOwnPropertyDescriptor(owner, name);
      if (!descriptor) continue;
      Object.defineProperty(owner, name, { ...descriptor, value: by(descriptor.value as Method) });
      restores.push(() => Object.defineProperty(owner, name, descriptor));
    }
  };
  replace(
    Array.prototype,
    asking,
    (original) =>
      function (visit, ...rest) {
        const counted: Method = function (...given) {
          count++;
          return (visit as Method).apply(this, given);
        };
        return original.call(this, counted, ...rest);
      },
  );
  replace(
    Array.prototype,
    looking,
    (original) =>
      function (...given) {
        count += (this as unknown[]).length;
        return original.apply(this, given);
      },
  );
  for (const owner of [Set.prototype, Map.prototype]) {
    replace(
      owner,
      ['has', 'get', 'set', 'add'],
      (original) =>
        function (...given) {
          count++;
          return original.apply(this, given);
        },
    );
  }
  // What is copied into another list, or taken apart.
  replace(
    Array.prototype,
    [Symbol.iterator],
    () =>
      function* () {
        const list = this as unknown[];
        for (let at = 0; at < list.length; at++) {
          count++;
          yield list[at];
        }
      },
  );
  try {
    work();
  } finally {
    for (const restore of restores.reverse()) restore();
  }
  return count;
}
