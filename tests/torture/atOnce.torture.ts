import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#passband/tensor/random.ts';
import { filesOf, type Job, makeJobs } from './support/jobs.ts';
import { done, ownFolder, startCommand } from './support/processes.ts';
import { tally } from './support/tally.ts';

const ROUNDS = 10;
const names = ['train', 'audit', 'attack', 'smooth'];
let jobs: readonly Job[];
let folder: string;

beforeAll(async () => {
  folder = ownFolder();
  jobs = await makeJobs(ownFolder());
});

describe('two processes in one folder', () => {
  it.each(names)('of which %s is one at a time leave what one does', async (name) => {
    const job = jobs.find((one) => one.name === name)!;
    const random = seededRandom(`two of ${name}`);
    const whole = join(folder, `${name}-whole`);
    const since = performance.now();
    await done(startCommand(job.words(whole)));
    const wholeMs = performance.now() - since;
    const expected = await job.result(whole);
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const out = join(folder, `${name}-${round}`);
      const first = startCommand(job.words(out));
      await pause(0.8 * wholeMs * random.uniform());
      const second = startCommand(job.words(out));
      for (const { code, stderr } of await Promise.all([first.ended, second.ended])) {
        if (code === 0) continue;
        refused++;
        expect(code, stderr).toBe(2);
        expect(stderr).toMatch(
          /is being written by process \d+ on .* since 20|holds an? (run|audit|attack)|earlier smooth/,
        );
      }
      expect(await job.result(out)).toEqual(expected);
    }
    tally(`two at once of ${name}`, { rounds: ROUNDS, refused, lost: 0 });
  });

  it('of which the first was stopped for half a minute and goes on change no byte', async () => {
    const job = jobs.find((one) => one.name === 'train')!;
    const expected = await job.result(join(folder, 'train-whole'));
    const random = seededRandom('stopped');
    for (let round = 0; round < 3; round++) {
      const out = join(folder, `stopped-${round}`);
      const first = startCommand(job.words(out));
      await pause(1500 + 1500 * random.uniform());
      first.child.kill('SIGSTOP');
      const second = await startCommand(job.words(out)).ended;
      expect(second.code, second.stderr).toBe(0);
      const before = filesOf(out);
      first.child.kill('SIGCONT');
      const { code, stderr } = await first.ended;
      expect(code, stderr).toBe(2);
      expect(stderr).toMatch(/nothing more is written there|holds a run already/);
      expect(filesOf(out)).toEqual(before);
      expect(await job.result(out)).toEqual(expected);
    }
    tally('stopped, taken over, continued', { rounds: 3, changed: 0 });
  });
});
