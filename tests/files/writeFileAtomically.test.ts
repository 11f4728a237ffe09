import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isTemporary, temporaryName } from '#passband/files/temporaryName.ts';
import { writeFileAtomically } from '#passband/files/writeFileAtomically.ts';
import { temporaryFolder } from '../support/dataFiles.ts';

const size = 8_000_000;

describe('writeFileAtomically', () => {
  test('the file is replaced and nothing else is left', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'file');
    await writeFileAtomically(path, 'first, the longer one');
    await writeFileAtomically(path, Uint8Array.of(1, 2));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('a link in the place of the file is replaced and not followed', async () => {
    const folder = temporaryFolder();
    const [path, other] = [join(folder, 'file'), join(folder, 'other')];
    await writeFile(other, 'somebody else’s');
    await symlink(other, path);
    // What versions before wrote to.
    await symlink(other, `${path}.tmp`);
    await writeFileAtomically(path, 'new');
    expect(await readFile(other, 'utf8')).toBe('somebody else’s');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await lstat(path)).isFile()).toBe(true);
  });

  test('names of temporary files cannot be foreseen, and are known as such', () => {
    const names = new Set(Array.from({ length: 100 }, () => temporaryName('a/run.json')));
    expect(names.size).toBe(100);
    expect([...names].every((name) => name.startsWith('a/run.json.') && isTemporary(name))).toBe(true);
    expect(['run.json', 'run.json.tmp', 'a.0123.tmp'].some(isTemporary)).toBe(false);
  });

  test('a process killed while it writes leaves one whole version', async () => {
    const module = import.meta.resolve('#passband/files/writeFileAtomically.ts');
    const folder = temporaryFolder();
    const path = join(folder, 'file');
    // Each version is one byte repeated, so that a mixture of two would show.
    const script =
      `const { writeFileAtomically } = await import(${JSON.stringify(module)});` +
      `for (let version = 1; ; version = (version % 255) + 1) {` +
      ` await writeFileAtomically(${JSON.stringify(path)}, new Uint8Array(${size}).fill(version));` +
      ` if (version === 1) console.log('begun'); }`;
    let torn = 0;
    for (let attempt = 0; torn < 3; attempt++) {
      expect(attempt, 'kills that missed the writing').toBeLessThan(30);
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
      });
      const gone = once(child, 'exit');
      await once(child.stdout, 'data');
      const isWriting = async () => (await readdir(folder)).some(isTemporary);
      for (const name of (await readdir(folder)).filter(isTemporary))
        await rm(join(folder, name), { force: true });
      while (!(await isWriting()) && child.exitCode === null) await setImmediate();
      await setTimeout(attempt % 5);
      child.kill('SIGKILL');
      await gone;
      const bytes = await readFile(path);
      expect(bytes.length).toBe(size);
      expect(bytes.equals(Buffer.alloc(size, bytes[0]))).toBe(true);
      // Begun and never finished: the kill came in the middle.
      if (await isWriting()) torn++;
    }
  });
});
