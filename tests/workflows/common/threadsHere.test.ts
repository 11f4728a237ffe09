import { describe, expect, it } from 'vitest';
import { availableCores } from '#passband/runtime/cores.ts';
import { knownThreads, threadsHere } from '#passband/workflows/common/threadsHere.ts';

const cores = availableCores();

function listening() {
  const notes: string[] = [];
  return { notes, note: (line: string) => void notes.push(line) };
}

describe('threads', () => {
  it('are one a core at most, said once however many models are opened', () => {
    const progress = listening();
    expect(threadsHere(undefined, progress)).toBe(cores);
    expect(threadsHere(1, progress)).toBe(1);
    expect(progress.notes).toEqual([]);
    expect(threadsHere(5000, progress)).toBe(cores);
    expect(threadsHere(5000, progress)).toBe(cores);
    expect(progress.notes).toEqual([`--threads 5000: there are cores for ${cores}, so it is ${cores}`]);
  });

  it('of a run that goes on are those that it was begun with, where the machine can bear them', () => {
    const progress = listening();
    expect(knownThreads(cores, progress)).toBe(cores);
    expect(progress.notes).toEqual([]);
    expect(knownThreads(4 * cores, progress)).toBe(4 * cores);
    expect(progress.notes).toEqual([
      `the run goes on with its ${4 * cores} threads, and there are cores for ${cores}`,
    ]);
    expect(() => knownThreads(5000, progress)).toThrow(
      'the run was begun with 5000 threads, and there are cores',
    );
  });
});
