import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { takeLease } from '#passband/files/lease.ts';
import { LEASE, leaseText } from '#passband/files/leaseFile.ts';
import { thisProcess } from '#passband/files/processName.ts';
import { holdersAtWork } from '#passband/studies/store/seeHolder.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

/** A lease that a process of another machine writes, or wrote. */
function writeForeign(folder: string, beat: number): void {
  const name = 'f'.repeat(32);
  const holder = {
    ...thisProcess(),
    host: 'elsewhere',
    machine: 'another',
    since: '2026-11-29T10:00:00.000Z',
  };
  writeFileSync(join(folder, LEASE), leaseText({ ...holder, name, beat }));
}

it('of a holder on another machine it is seen after a while whether it is at work, of one on this one at once', async () => {
  const top = temporaryFolder();
  const folders = ['free', 'gone', 'beating', 'here', 'damaged', 'strange'].map((name) => join(top, name));
  const [, gone, beating, here, damaged, strange] = folders;
  for (const folder of folders) mkdirSync(folder);
  writeForeign(gone, 1);
  writeForeign(beating, 1);
  const lease = await takeLease(here);
  writeFileSync(join(damaged, LEASE), 'half a le');
  mkdirSync(join(strange, LEASE));
  const waited: string[] = [];
  const atWork = await holdersAtWork(folders, {
    lookMs: 1,
    onWaiting: (_, folder) => {
      waited.push(folder);
      // Between the first look and the second.
      setImmediate(() => writeForeign(beating, 2));
    },
  });
  // That of which nobody knows what it is may be anybody's.
  expect([...atWork.keys()].toSorted()).toEqual([beating, here, strange].toSorted());
  expect(atWork.get(beating)?.holder?.host).toBe('elsewhere');
  expect(waited).toEqual([gone]);
  // Nothing is waited for here.
  const quick = await holdersAtWork([folders[0], here], { lookMs: 2 ** 30 });
  expect([...quick.keys()]).toEqual([here]);
  await lease.release();
});
