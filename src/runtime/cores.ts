import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What a machine says of its processor. */
export interface Machine {
  /** Cores that the process may run on. */
  readonly cores: number;
  /** The text of a file of the system; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
}

const thisMachine: Machine = {
  cores: availableParallelism(),
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
};

/**
 * Cores that this process may use: those that it may run on, or the part of them that a container's limit leaves, which Linux
 * keeps as a control group's share of time (`cpu.max` of version 2, the CFS quota of version 1).
 *
 * @returns at least 1; a limit of one and a half cores is 2
 */
export function availableCores({ cores, read }: Machine = thisMachine): number {
  const groups = [...(read('/proc/self/cgroup') ?? '').matchAll(/^\d+:([^:]*):(\/.*)$/gm)];
  const limits = groups.flatMap(([, controllers, path]) => {
    if (controllers === '')
      return foldersOf(path).map((folder) => share(read(`/sys/fs/cgroup${folder}/cpu.max`)));
    if (!controllers.split(',').includes('cpu')) return [];
    return foldersOf(path).map((folder) => {
      const [quota, period] = ['quota', 'period'].map((name) =>
        read(`/sys/fs/cgroup/cpu${folder}/cpu.cfs_${name}_us`),
      );
      return share(`${quota} ${period}`);
    });
  });
  return Math.max(
    1,
    limits.reduce((least, limit) => Math.min(least, limit), cores),
  );
}

/** A group's folder and those above it, whose limits hold too; within a container its own group is the topmost. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`).concat('');
}

/** Cores of "quota period" in microseconds; without a number, as `max`, or a quota of −1 there is no limit. */
function share(text: string | undefined): number {
  const [quota, period] = (text ?? '').trim().split(/\s+/).map(Number);
  return quota > 0 && period > 0 ? Math.ceil(quota / period) : Number.POSITIVE_INFINITY;
}

/** As many threads as are asked for, but no more than there are cores; by default one a core. */
export const threadsWithin = (asked = availableCores()) => Math.min(asked, availableCores());

/** Threads that a training may be given: more a core than help, for one that was begun where there were more cores. */
export const mostThreads = () => 16 * availableCores();
