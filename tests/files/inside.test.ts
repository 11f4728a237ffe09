import { execFileSync } from 'node:child_process';
import files, { mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { appendInside, folderInside, readInside, removeInside, writeInside } from '#passband/files/inside.ts';
import { openPlain } from '#passband/files/openPlain.ts';
import { removeTemporaries } from '#passband/files/removeTemporaries.ts';
import { temporaryName } from '#passband/files/temporaryName.ts';
import { temporaryFolder } from '../support/dataFiles.ts';

/** A folder of results, and beside it what is none of its business. */
let runs: string;
let victim: string;
const kept = 'somebody else’s';

beforeEach(async () => {
  const folder = await realpath(temporaryFolder());
  [runs, victim] = [join(folder, 'runs'), join(folder, 'victim')];
  await mkdir(runs);
  await mkdir(victim);
  await writeFile(join(victim, 'file'), kept);
});

const untouched = async () => {
  expect(await readdir(victim)).toEqual(['file']);
  expect(await readFile(join(victim, 'file'), 'utf8')).toBe(kept);
};

describe('a folder of results', () => {
  it('has its files written, read and added to, in folders too', async () => {
    await writeInside(runs, 'a/b/c.txt', 'one');
    await appendInside(runs, 'a/b/c.txt', ' two');
    expect((await readInside(runs, 'a/b/c.txt'))?.toString()).toBe('one two');
    expect(await readInside(runs, 'a/b/d.txt')).toBeUndefined();
    expect(await readInside(runs, 'a/b/c.txt/d')).toBeUndefined();
    expect(await readInside(join(runs, 'nowhere'), 'c.txt')).toBeUndefined();
    await removeInside(runs, 'a/b');
    expect(await readdir(join(runs, 'a'))).toEqual([]);
  });

  it('may be a link, and lie behind one', async () => {
    await symlink(runs, join(victim, '..', 'scratch'));
    const linked = join(victim, '..', 'scratch');
    await writeInside(linked, 'a/c.txt', 'one');
    expect((await readInside(linked, 'a/c.txt'))?.toString()).toBe('one');
    expect((await readInside(join(linked, 'a'), 'c.txt'))?.toString()).toBe('one');
  });

  it('has no file behind a link read or added to, and none written', async () => {
    await symlink(join(victim, 'file'), join(runs, 'link'));
    await symlink('../victim/file', join(runs, 'relative'));
    await symlink(join(victim, 'new'), join(runs, 'dangling'));
    for (const name of ['link', 'relative']) {
      await expect(readInside(runs, name)).rejects.toThrow(/\/(link|relative) is a link or lies behind one/);
    }
    for (const name of ['link', 'relative', 'dangling']) {
      await expect(appendInside(runs, name, 'x')).rejects.toThrow('is a link or lies behind one');
      await writeInside(runs, name, 'x');
      expect((await readInside(runs, name))?.toString()).toBe('x');
    }
    await untouched();
  });

  it('has no folder behind a link used, whatever is below it', async () => {
    await symlink(victim, join(runs, 'checkpoints'));
    for (const name of ['checkpoints/file', 'checkpoints/a/b']) {
      await expect(writeInside(runs, name, 'x')).rejects.toThrow('checkpoints is a link or lies behind one');
      await expect(appendInside(runs, name, 'x')).rejects.toThrow('is a link or lies behind one');
    }
    await expect(readInside(runs, 'checkpoints/file')).rejects.toThrow('is a link or lies behind one');
    await expect(folderInside(runs, 'checkpoints/a')).rejects.toThrow('is a link or lies behind one');
    await removeInside(runs, 'checkpoints/a');
    await untouched();
    await removeInside(runs, 'checkpoints');
    expect(await readdir(runs)).toEqual([]);
    await untouched();
  });

  it('has no pipe waited for, and no folder read as a file', async () => {
    execFileSync('mkfifo', [join(runs, 'pipe')]);
    await expect(readInside(runs, 'pipe')).rejects.toThrow('must be a regular file, it is a pipe');
    await mkdir(join(runs, 'folder'));
    await expect(readInside(runs, 'folder')).rejects.toThrow('must be a regular file, it is a folder');
  });

  it('has a file read that its writer replaces at that moment', async () => {
    const { open } = files;
    const replaceBy = (other: typeof open) => {
      Object.assign(files, { open: other });
      syncBuiltinESMExports();
    };
    onTestFinished(() => replaceBy(open));
    await writeInside(runs, 'record', 'first');
    let times = 0;
    replaceBy(async (path, ...rest) => {
      const handle = await open(path, ...rest);
      if (String(path).endsWith('/record') && ++times < 3)
        await writeInside(runs, 'record', `number ${times}`);
      return handle;
    });
    expect((await readInside(runs, 'record'))?.toString()).toBe('number 2');
    // Without end it is not waited for.
    times = Number.NEGATIVE_INFINITY;
    await expect(readInside(runs, 'record')).rejects.toThrow('record is replaced again and again');
  });

  it('is asked again once a file is open', async () => {
    // A path through a link to where it leads is what a race would leave.
    await symlink(victim, join(runs, 'link'));
    await expect(openPlain(join(runs, 'link', 'file'))).rejects.toThrow('is a link or lies behind one');
    await untouched();
  });

  it('loses what killed processes left, also below it, and nothing else', async () => {
    await writeFile(temporaryName(join(runs, 'run.json')), 'half');
    await writeFile(join(runs, 'run.json'), 'whole');
    await writeFile(join(runs, 'notes.tmp'), 'mine');
    await mkdir(join(runs, 'checkpoints'));
    await writeFile(temporaryName(join(runs, 'checkpoints', 'latest')), 'half');
    const others = temporaryName(join(victim, 'file'));
    await writeFile(others, 'theirs');
    await symlink(victim, join(runs, 'tensorboard'));
    await mkdir(join(runs, 'held'));
    const living = temporaryName(join(runs, 'held', 'audit.json'));
    await writeFile(join(runs, 'held', 'lease.json'), 'somebody else’s');
    await writeFile(living, 'half');
    await removeTemporaries(runs);
    expect(await readFile(living, 'utf8')).toBe('half');
    await rm(join(runs, 'held'), { recursive: true });
    expect(await readdir(join(runs, 'checkpoints'))).toEqual([]);
    expect(await readFile(others, 'utf8')).toBe('theirs');
    await rm(join(runs, 'tensorboard'));
    await rm(join(runs, 'checkpoints'), { recursive: true });
    expect((await readdir(runs)).toSorted()).toEqual(['notes.tmp', 'run.json']);
  });
});
