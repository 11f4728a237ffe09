import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { obtain } from '#passband/data/official/obtain.ts';
import type { OfficialData } from '#passband/data/official/officialData.ts';
import { content, md5, serve, status, whole } from '../../support/browser/fileServer.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

describe('obtain', () => {
  const dataAt = (...addresses: string[]): OfficialData => ({
    title: 'Tiny',
    places: ['tiny', 'TINY/raw'],
    holds: (path) => existsSync(join(path, 'file.gz')),
    read: () => expect.fail('it is not read'),
    addresses,
    files: [{ name: 'file.gz', md5 }],
  });
  const folderWith = (place: string) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, 'file.gz'), content);
    return folder;
  };
  const nowhere = 'http://127.0.0.1:1/';

  test('finds a set in a data folder by its places, and in a folder that is the set', async () => {
    const cache = temporaryFolder();
    for (const place of ['tiny', 'TINY/raw', '.']) {
      const folder = folderWith(place);
      const found = await obtain('tiny', dataAt(nowhere), {
        dataFolders: [temporaryFolder(), folder],
        cache,
      });
      expect(found).toBe(join(folder, place));
    }
  });

  test('prefers the first data folder, then the second, then the cache', async () => {
    const [first, second, cache] = [folderWith('tiny'), folderWith('.'), folderWith('tiny')];
    const search = (...dataFolders: string[]) => obtain('tiny', dataAt(nowhere), { dataFolders, cache });
    expect(await search(first, second)).toBe(join(first, 'tiny'));
    expect(await search(second)).toBe(second);
    expect(await search()).toBe(join(cache, 'tiny'));
  });

  test('downloads to the cache what lies nowhere, from the next address where the first fails', async () => {
    const refusing = await serve(status(403));
    const good = await serve(whole);
    const cache = join(temporaryFolder(), 'passband');
    const addresses = [refusing, good].map(({ url }) => url.replace('file.gz', ''));
    const options = { dataFolders: [], cache, pauseMs: 1 };
    expect(await obtain('tiny', dataAt(...addresses), options)).toBe(join(cache, 'tiny'));
    expect(readFileSync(join(cache, 'tiny', 'file.gz')).equals(content)).toBe(true);
    expect(await obtain('tiny', dataAt(nowhere), options)).toBe(join(cache, 'tiny'));
  });

  test('says in one line where it searched, why the download failed and what to do', async () => {
    const cache = temporaryFolder();
    const folder = temporaryFolder();
    const failed = obtain('tiny', dataAt(nowhere), { dataFolders: [folder], cache, attempts: 1 });
    const { message } = await failed.then(
      () => expect.fail('it was found'),
      (error: Error) => error,
    );
    expect(message).toMatch(
      /^Tiny is not in .* and could not be downloaded \(.+\); name a folder .* --data-dir/,
    );
    expect(message).toContain(folder);
    expect(message).not.toContain('\n');
  });

  test('refuses a data folder that does not exist', async () => {
    const options = { dataFolders: ['/no/such/folder'], cache: folderWith('tiny') };
    await expect(obtain('tiny', dataAt(nowhere), options)).rejects.toThrow(
      '/no/such/folder: the data folder does not exist',
    );
  });
});
