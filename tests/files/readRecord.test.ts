import { mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readRecord, requireRecord } from '#passband/files/readRecord.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-record-'));
const kind = { schema: 'passband.thing', version: 2 };
const schema = z.strictObject({ schema: z.string(), version: z.number(), count: z.int() });
const read = (name: string) => readRecord(folder, name, schema, kind);

function save(name: string, content: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
}

describe('a record of a folder of results', () => {
  it('is read through its schema', async () => {
    save('good.json', { ...kind, count: 3 });
    expect(await read('good.json')).toEqual({ ...kind, count: 3 });
    expect(await readRecord(folder, 'good.json', z.object({ count: z.int() }))).toEqual({ count: 3 });
  });

  it('may begin with the mark that some editors write', async () => {
    writeFileSync(join(folder, 'marked.json'), `\ufeff${JSON.stringify({ ...kind, count: 3 })}`);
    expect(await read('marked.json')).toEqual({ ...kind, count: 3 });
  });

  it('is undefined where there is none, and asked for where there must be one', async () => {
    expect(await read('none.json')).toBeUndefined();
    expect(await readRecord(join(folder, 'nowhere'), 'good.json', schema, kind)).toBeUndefined();
    await expect(requireRecord(folder, 'none.json', schema, kind)).rejects.toThrow(
      `${join(folder, 'none.json')}: there is no such file`,
    );
  });

  it('is refused in one line that names the file', async () => {
    writeFileSync(join(folder, 'long.json'), '');
    truncateSync(join(folder, 'long.json'), 2 ** 30);
    await expect(read('long.json')).rejects.toThrow(
      `${join(folder, 'long.json')}: must have at most 268435456 bytes, got 1073741824`,
    );
    writeFileSync(join(folder, 'empty.json'), '');
    await expect(read('empty.json')).rejects.toThrow(`${join(folder, 'empty.json')}: not JSON`);
    save('newer.json', { ...kind, version: 3, count: 3 });
    await expect(read('newer.json')).rejects.toThrow('newer.json: written by a newer passband');
    save('other.json', { ...kind, schema: 'other', count: 3 });
    await expect(read('other.json')).rejects.toThrow('other.json: its schema must be passband.thing');
    save('broken.json', { ...kind, count: 0.5 });
    await expect(read('broken.json')).rejects.toThrow('broken.json: count: ');
    symlinkSync(join(folder, 'good.json'), join(folder, 'link.json'));
    await expect(read('link.json')).rejects.toThrow('link.json');
  });
});
