import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRegular, openRegularSync } from '#passband/files/openRegular.ts';
import { readBytes } from '#passband/files/readBytes.ts';
import { readDataFile } from '#passband/files/readDataFile.ts';
import { readRange } from '#passband/files/readRange.ts';
import { readTextFile } from '#passband/files/readTextFile.ts';
import { temporaryFolder } from '../support/dataFiles.ts';
import { fedPipe, hasPipes } from '../support/pipes.ts';

const written = (content: string | Uint8Array) => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, content);
  return path;
};

describe.skipIf(!hasPipes)('what is no regular file', () => {
  const readers: [string, (path: string) => unknown][] = [
    ['openRegular', openRegular],
    ['openRegularSync', async (path) => openRegularSync(path)],
    ['readBytes', (path) => readBytes(path)],
    ['readRange', async (path) => readRange(path, 0, undefined)],
    ['readTextFile', async (path) => readTextFile(path)],
    ['readDataFile', (path) => readDataFile(path, { stated: () => 0 })],
  ];

  it.each(readers)('is not opened by %s, and named', async (_, read) => {
    const folder = temporaryFolder();
    const pipe = fedPipe(join(folder, 'pipe'));
    const way = 'put what it gives into a file and name that';
    await expect(read(pipe)).rejects.toThrow(`${pipe}: must be a regular file, it is a pipe; ${way}`);
    symlinkSync(pipe, join(folder, 'link'));
    await expect(read(join(folder, 'link'))).rejects.toThrow('must be a regular file, it is a pipe');
    await expect(read(folder)).rejects.toThrow(
      `${folder}: must be a regular file, it is a folder; name a file`,
    );
    await expect(read('/dev/zero')).rejects.toThrow('/dev/zero: must be a regular file, it is a device');
    const socket = join(folder, 'socket');
    const server = createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    await expect(read(socket)).rejects.toThrow(`${socket}: must be a regular file, it is a socket`);
    server.close();
  });

  it.skipIf(process.platform !== 'linux')('of the kernel is read as far as it says to reach', async () => {
    expect((await readBytes('/proc/self/status')).length).toBe(0);
    expect(readTextFile('/proc/self/maps')).toBe('');
  });
});

describe('a regular file', () => {
  it('is read whole, through links too', async () => {
    const path = written('\ufeffwords');
    const link = `${path}-link`;
    symlinkSync(path, link);
    expect(readTextFile(link)).toBe('words');
    expect(Buffer.from(await readBytes(link)).toString()).toBe('\ufeffwords');
    expect(Buffer.from(readRange(link, 3, 2)).toString()).toBe('wo');
  });

  it('that is too large is refused by its size, before it is read', async () => {
    const path = written('');
    // Holes take no space on the disk.
    truncateSync(path, 2 ** 40);
    const tooLarge = `${path}: must have at most 2147483647 bytes, got ${2 ** 40}`;
    await expect(readBytes(path)).rejects.toThrow(tooLarge);
    expect(() => readRange(path, 0, undefined)).toThrow(tooLarge);
    expect(() => readTextFile(path)).toThrow(`${path}: must have at most 16777216 bytes, got ${2 ** 40}`);
    await expect(readBytes(written('four'), { maxBytes: 3 })).rejects.toThrow('at most 3 bytes, got 4');
  });

  it('that is not there is an error of one line', async () => {
    const path = join(temporaryFolder(), 'none');
    await expect(readBytes(path)).rejects.toThrow(`${path}: cannot be read: there is no such file`);
    expect(() => readTextFile(path)).toThrow(`${path}: cannot be read: there is no such file`);
  });
});
