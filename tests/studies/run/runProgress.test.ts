import { describe, expect, it } from 'vitest';
import { RunProgress } from '#passband/studies/run/runProgress.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';

function progressOf(seconds: Readonly<Record<string, number>>, jobs = 1) {
  let now = 0;
  const progress = new RunProgress({
    ...{ progress: noProgress, jobs, now: () => now },
    seconds: new Map(Object.entries(seconds)),
    total: Object.keys(seconds).length,
  });
  return { progress, pass: (more: number) => (now += 1000 * more) };
}
const batch = { batches: 100, loss: 1, shown: [], imagesPerSecond: 1, etaSeconds: 0 };

describe('RunProgress', () => {
  it('reckons what is left of a run that goes on from where it goes on', () => {
    const { progress } = progressOf({ a: 100 });
    const run = progress.sinkOf('a', 'a');
    run.batch({ ...batch, epoch: 21, epochs: 40, batch: 0 });
    expect(progress.secondsLeft).toBeCloseTo(100, 9);
  });

  it('believes what was done since more than what was reckoned', () => {
    const { progress, pass } = progressOf({ a: 100, b: 300 });
    progress.sinkOf('a', 'a');
    pass(200);
    progress.end('a', true);
    // Twice as long as was reckoned: so will the other take.
    expect(progress.secondsLeft).toBeCloseTo(600, 9);
  });

  it('divides what is left among the runs side by side, and leaves out what others have done', () => {
    const { progress } = progressOf({ a: 100, b: 300 }, 2);
    expect(progress.secondsLeft).toBeCloseTo(200, 9);
    progress.doneElsewhere('b');
    expect(progress.secondsLeft).toBeCloseTo(50, 9);
  });
});
