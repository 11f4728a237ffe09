import { describe, expect, it } from 'vitest';
import { keepLatest } from '#passband/server/results/keepLatest.ts';

describe('keepLatest', () => {
  it('makes a value once for all who ask, and forgets what was asked for least lately', async () => {
    const made: string[] = [];
    const latest = keepLatest<string>(2);
    const get = (key: string) =>
      latest.get(key, async () => {
        made.push(key);
        return key.toUpperCase();
      });
    expect(await Promise.all([get('a'), get('a'), get('b'), get('a')])).toEqual(['A', 'A', 'B', 'A']);
    await get('c');
    await get('a');
    expect(made).toEqual(['a', 'b', 'c']);
    await get('b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('does not keep what failed', async () => {
    const latest = keepLatest<number>(2);
    await expect(latest.get('a', () => Promise.reject(new Error('once')))).rejects.toThrow('once');
    expect(await latest.get('a', async () => 1)).toBe(1);
  });
});
