import type { Work } from './works.ts';

/** Wall time of each run, in ms, after some that are not counted. */
export async function timesOf(
  work: Work,
  { runs, warmUp }: { runs: number; warmUp: number },
): Promise<number[]> {
  for (let run = 0; run < warmUp; run++) await work.run();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work.run();
    times.push(performance.now() - start);
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const milliseconds = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
