import { describe, expect, it } from 'vitest';
import { availableCores } from '#passband/runtime/cores.ts';
import { threadsHere, threadsToGoOn } from '#passband/workflows/common/threadsHere.ts';

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

  it('of a run that goes on are those of now, but for an undivided batch in the plain layout', () => {
    const progress = listening();
    const goOn = (shards: number, block: number, asked?: number) =>
      threadsToGoOn({ threads: cores + 1, shards }, block, asked, progress);
    expect([goOn(1, 16), goOn(3, 1), goOn(1, 8, 1)]).toEqual([cores, cores, 1]);
    expect(goOn(1, 1)).toBe(cores + 1);
    expect(progress.notes).toEqual([]);
    expect(goOn(1, 1, 1)).toBe(cores + 1);
    expect(progress.notes).toEqual([
      `--threads 1: on this processor the last bits depend on it, so the run keeps its ${cores + 1}`,
    ]);
  });
});
