import { describe, expect, it } from 'vitest';
import { availableCores } from '#passband/runtime/cores.ts';
import { threadsHere } from '#passband/workflows/common/threadsHere.ts';

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
});
