import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { availableCores, threadsWithin } from '#passband/runtime/cores.ts';
import { createPool } from '#passband/runtime/pool.ts';

const coresOf = (cores: number, files: Readonly<Record<string, string>>) =>
  availableCores({ cores, read: (path) => files[path] });

describe('the cores that a process may use', () => {
  it('are those of the machine where nothing limits them', () => {
    expect(coresOf(8, {})).toBe(8);
    expect(coresOf(8, { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' })).toBe(8);
    expect(availableCores()).toBeLessThanOrEqual(availableParallelism());
    expect(availableCores()).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['200000 100000', 2],
    ['150000 100000', 2],
    ['50000 100000', 1],
    ['900000 100000', 8],
    ['nonsense', 8],
  ])('are those of a container with cpu.max %s: %i', (limit, cores) => {
    const group = { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': `${limit}\n` };
    expect(coresOf(8, group)).toBe(cores);
  });

  it('are the fewest of a group and those above it', () => {
    const files = {
      '/proc/self/cgroup': '0::/user.slice/session.scope\n',
      '/sys/fs/cgroup/user.slice/cpu.max': '300000 100000\n',
      '/sys/fs/cgroup/user.slice/session.scope/cpu.max': 'max 100000\n',
    };
    expect(coresOf(8, files)).toBe(3);
  });

  it('are those of a quota of version 1, at the path of the group or, in a container, at the top', () => {
    const group = '7:memory:/docker/1f\n4:cpu,cpuacct:/docker/1f\n';
    const quota = (folder: string, us: number) => ({
      '/proc/self/cgroup': group,
      [`/sys/fs/cgroup/cpu${folder}/cpu.cfs_quota_us`]: `${us}\n`,
      [`/sys/fs/cgroup/cpu${folder}/cpu.cfs_period_us`]: '100000\n',
    });
    expect(coresOf(8, quota('', 250_000))).toBe(3);
    expect(coresOf(8, quota('/docker/1f', 100_000))).toBe(1);
    expect(coresOf(8, quota('', -1))).toBe(8);
  });
});

describe('threads', () => {
  it('are no more than the cores', async () => {
    expect(threadsWithin(1)).toBe(1);
    expect(threadsWithin(5000)).toBe(availableCores());
    expect(threadsWithin()).toBe(availableCores());
    const pool = createPool({ threads: 5000 });
    await pool.release();
    expect(pool.threads).toBe(availableCores());
  });
});
