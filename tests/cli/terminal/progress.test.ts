import { describe, expect, it } from 'vitest';
import { terminalProgress } from '#passband/cli/terminal/progress.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';

const report = {
  epoch: 2,
  epochs: 4,
  batch: 5,
  batches: 10,
  loss: 0.5,
  shown: [{ name: 'accuracy', as: 'share', value: 0.75 } as const],
  imagesPerSecond: 1250,
  etaSeconds: 10,
};
const row = {
  epoch: 2,
  split: 'test',
  component: 'x',
  radius: null,
  loss: 0.4,
  accuracy: 0.8,
  correct: 80,
  n: 100,
  elapsedMs: 61_000,
} as const;

function recorder(isTTY: boolean) {
  const texts: string[] = [];
  return { isTTY, columns: 100, texts, write: (text: string) => texts.push(text) };
}

describe('terminalProgress', () => {
  it('says what a workflow has to say in the words of the terminal', () => {
    const stream = recorder(false);
    const progress = terminalProgress(stream);
    progress.say('Model 1 of 2: a');
    progress.note('half of the images');
    progress.warn('nothing is left');
    expect(stream.texts).toEqual([
      'Model 1 of 2: a\n',
      'Note: half of the images\n',
      'passband: warning: nothing is left\n',
    ]);
  });

  it('redraws one line on a terminal, at most ten times a second', () => {
    const stream = recorder(true);
    let time = 0;
    const progress = terminalProgress(stream, () => time);
    progress.batch({ ...report, batch: 3 });
    time = 50;
    progress.batch({ ...report, batch: 4 });
    time = 100;
    progress.batch(report);
    expect(stream.texts).toHaveLength(2);
    expect(stream.texts[1]).toBe(
      '\r\u001b[Kepoch 2/4 · 50% · 1,250 images/s · 0:10 left · loss 0.500 · accuracy 75.0%',
    );
  });

  it('shows how much of a task is done, and the time left at the pace since its first report', () => {
    const stream = recorder(true);
    let time = 0;
    const progress = terminalProgress(stream, () => time);
    // Taken up at 20 by this run, so 25 parts took 10 s and 55 are left.
    for (const [done, at] of [
      [20, 5000],
      [45, 15_000],
      [100, 37_000],
    ]) {
      time = at;
      progress.task({ label: 'radius curve', done, total: 100 });
    }
    time = 40_000;
    progress.task({ label: 'heat map', done: 45, total: 90 });
    progress.task({ label: 'nothing to do', done: 0, total: 0 });
    expect(stream.texts.map((text) => text.replace('\r\u001b[K', ''))).toEqual([
      'radius curve · 20%',
      'radius curve · 45% · 0:22 left',
      'radius curve · 100% · 0:00 left',
      'heat map · 50%',
    ]);
    time = 41_000;
    progress.task({ label: 'nothing to do', done: 0, total: 0 });
    expect(stream.texts.at(-1)).toBe('\r\u001b[Knothing to do · 100%');
  });

  it('writes only whole lines where the stream is no terminal', () => {
    const stream = recorder(false);
    const progress = terminalProgress(stream, () => 0);
    progress.batch(report);
    progress.task({ label: 'radius curve', done: 1, total: 2 });
    const lfc = { ...row, component: 'lfc', radius: 8, accuracy: 0.5 } as const;
    const hfc = { ...row, component: 'hfc', radius: 8, accuracy: 0.094 } as const;
    // The first row is from before the measurements, the last from their end, which is the epoch's time.
    const running = { ...row, split: 'running', elapsedMs: 50_000 } as const;
    const rows = [running, row, lfc, { ...lfc, radius: 12, accuracy: 0.608 }, hfc];
    progress.epoch(rows, 4, classification);
    progress.end();
    expect(stream.texts).toEqual(['epoch 2/4 · 1:01 · loss 0.400 · test 80.0% · LFC 50 61% · HFC  9%\n']);
  });

  it('says of an epoch that was not measured what its own batches gave', () => {
    const stream = recorder(false);
    terminalProgress(stream, () => 0).epoch([{ ...row, split: 'running' }], 4, classification);
    expect(stream.texts).toEqual(['epoch 2/4 · 1:01 · loss 0.400 · accuracy 80.0%\n']);
  });

  it('never writes a line wider than the terminal', () => {
    const stream = { ...recorder(true), columns: 20 };
    terminalProgress(stream, () => 0).batch(report);
    expect(stream.texts[0].replace('\r\u001b[K', '').length).toBeLessThan(20);
  });
});
