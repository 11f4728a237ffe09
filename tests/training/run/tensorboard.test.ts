import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crc32c } from '#passband/training/run/crc32c.ts';
import { appendEvents, encodeEvents, writeEvents } from '#passband/training/run/tensorboard.ts';
import {
  type ClassificationRow,
  classification,
} from '#passband/training/tasks/classification/classification.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

const golden: { startedAtMs: number; rows: ClassificationRow[]; base64: string } = JSON.parse(
  readFileSync(new URL('../../golden/training/tensorboardEvents.json', import.meta.url), 'utf8'),
);
const { startedAtMs, rows } = golden;
const goldenBytes = new Uint8Array(Buffer.from(golden.base64, 'base64'));

describe('crc32c', () => {
  // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
  test.each<[bytes: Uint8Array, checksum: number]>([
    [new TextEncoder().encode('123456789'), 0xe3069283],
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    [new Uint8Array(0), 0],
  ])('a published vector has its checksum', (bytes, checksum) => {
    expect(crc32c(bytes)).toBe(checksum);
  });
});

const options = { columns: classification.columns, startedAtMs };

describe('TensorBoard events', () => {
  test("a file is byte for byte what TensorBoard's own writer makes", () => {
    expect(encodeEvents(rows, { ...options, withVersion: true })).toEqual(goldenBytes);
  });

  test('a file that grows by epochs equals one written at once, and a restart drops what follows', async () => {
    const folder = temporaryFolder();
    await writeEvents(folder, [], options);
    await appendEvents(folder, rows.slice(0, 2), options);
    await appendEvents(folder, rows.slice(2), options);
    const path = join(folder, 'tensorboard', 'events.out.tfevents.passband');
    expect(new Uint8Array(await readFile(path))).toEqual(goldenBytes);
    await writeEvents(folder, rows.slice(0, 1), options);
    await appendEvents(folder, rows.slice(1), options);
    expect(new Uint8Array(await readFile(path))).toEqual(goldenBytes);
  });
});
