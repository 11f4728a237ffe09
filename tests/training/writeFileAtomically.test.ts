import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { writeFileAtomically } from '#passband/training/writeFileAtomically.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const size = 8_000_000;

describe('writeFileAtomically', () => {
  test('the file is replaced and nothing else is left', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await writeFileAtomically(path, 'first, the longer one');
    await writeFileAtomically(path, Uint8Array.of(1, 2));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('a process killed while it writes leaves one whole version', async () => {
    const module = import.meta.resolve('#passband/training/writeFileAtomically.ts');
    const folder = await temporaryFolder();
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
      while (!existsSync(`${path}.tmp`) && child.exitCode === null) await setImmediate();
      await setTimeout(attempt % 5);
      child.kill('SIGKILL');
      await gone;
      const bytes = await readFile(path);
      expect(bytes.length).toBe(size);
      expect(bytes.equals(Buffer.alloc(size, bytes[0]))).toBe(true);
      // Begun and never finished: the kill came in the middle.
      if (existsSync(`${path}.tmp`)) torn++;
    }
  });
});
