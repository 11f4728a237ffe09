import { describe, expect, it } from 'vitest';
import { latest } from '../../web/state/latest.ts';

describe('latest', () => {
  it('does one thing at a time, and of those that came meanwhile the last', async () => {
    const finish: (() => void)[] = [];
    const done: number[] = [];
    const ask = latest(
      (value: number) => new Promise<number>((resolve) => finish.push(() => resolve(value))),
      (value) => done.push(value),
      () => {},
    );
    for (const value of [1, 2, 3, 4]) ask(value);
    expect(finish.length).toBe(1);
    finish[0]();
    await new Promise((resolve) => setTimeout(resolve));
    expect(finish.length).toBe(2);
    finish[1]();
    await new Promise((resolve) => setTimeout(resolve));
    expect(done).toEqual([1, 4]);
  });

  it('goes on after a task that fails', async () => {
    const failures: unknown[] = [];
    const done: number[] = [];
    const ask = latest(
      async (value: number) => {
        if (value === 1) throw new Error('one');
        return value;
      },
      (value) => done.push(value),
      (error) => failures.push(error),
    );
    ask(1);
    ask(2);
    await new Promise((resolve) => setTimeout(resolve));
    expect(failures).toEqual([new Error('one')]);
    expect(done).toEqual([2]);
  });
});
