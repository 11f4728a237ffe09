import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#passband/tensor/random.ts';
import { type Job, makeJobs } from './support/jobs.ts';
import { done, ownFolder, startCommand } from './support/processes.ts';
import { tally } from './support/tally.ts';

const KILLS = 40;
const names = ['train', 'audit', 'attack', 'smooth', 'split'];
/** What has ended already is not done again where it would be lost. */
const hasEnded = (stderr: string) => /holds the results of an earlier/.test(stderr);
let jobs: readonly Job[];
let folder: string;

beforeAll(async () => {
  folder = ownFolder();
  jobs = await makeJobs(ownFolder());
});

describe('a command that is killed at random moments', () => {
  it.each(names)('%s ends with the same bits', async (name) => {
    const job = jobs.find((one) => one.name === name)!;
    const random = seededRandom(`kills of ${name}`);
    const whole = join(folder, `${name}-whole`);
    const since = performance.now();
    await done(startCommand(job.words(whole)));
    const wholeMs = performance.now() - since;
    const expected = await job.result(whole);
    let [kills, finished] = [0, 0];
    while (kills < KILLS) {
      const out = join(folder, `${name}-${finished}`);
      // Some are killed a few times and some often, and at last each is left to end.
      for (let left = 1 + random.integer(12); left > 0 && kills < KILLS; left--) {
        const { child, ended } = startCommand(job.words(out));
        await Promise.race([pause(1.1 * wholeMs * random.uniform()), ended]);
        child.kill('SIGKILL');
        const { signal, code, stderr } = await ended;
        if (signal === 'SIGKILL') kills++;
        // Killed once all was written, before the process had ended.
        else if (!hasEnded(stderr)) expect(code, stderr).toBe(0);
        if (signal === null) break;
      }
      const last = await startCommand(job.words(out)).ended;
      if (!hasEnded(last.stderr)) expect(last.code, last.stderr).toBe(0);
      expect(await job.result(out)).toEqual(expected);
      finished++;
    }
    tally(`kills of ${name}`, {
      kills,
      finished,
      lost: 0,
      wholeSeconds: Number((wholeMs / 1000).toFixed(1)),
    });
  });
});
