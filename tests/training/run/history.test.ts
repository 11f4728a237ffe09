import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type HistoryRow, readHistory, writeHistory } from '#passband/training/run/history.ts';

const row = (epoch: number, radius: number | null, elapsedMs: number): HistoryRow => ({
  ...{ epoch, split: 'test', component: radius === null ? 'x' : 'lfc', radius },
  ...{ loss: 0.5, n: 10, elapsedMs },
});

describe('the history of a run', () => {
  it('that two processes wrote at once has each measurement once, and stays so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'passband-history-'));
    // The one went on from the first epoch while the other was in the third.
    const one = [row(1, null, 10), row(1, 4, 10), row(2, null, 20), row(2, 4, 20), row(3, null, 30)];
    const other = [row(2, null, 45), row(2, 4, 45), row(3, null, 55), row(3, 4, 55)];
    const lines = [...one, ...other].map((each) => `${JSON.stringify(each)}\n`).join('');
    writeFileSync(join(folder, 'history.jsonl'), lines);
    const mended = [...one, row(3, 4, 55)];
    expect(await readHistory(folder)).toEqual(mended);
    await writeHistory(folder, await readHistory(folder, {}), {});
    expect(readFileSync(join(folder, 'history.jsonl'), 'utf8').trim().split('\n')).toHaveLength(6);
    expect(readFileSync(join(folder, 'history.csv'), 'utf8').trim().split('\n')).toHaveLength(7);
  });
});
