import { mkdtempSync, rmSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { passbandIn } from '../support/passband.ts';
import { writeTinyAudit } from './tinyAudit.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-full-'));
const passband = passbandIn(folder);

/** From the so-manyth file on that is written, the disk is full, as the system says it: of a file that is open without its name. */
function fillDisk(from: number): { free(): void } {
  const { writeFile } = files;
  let count = 0;
  files.writeFile = async (...given) => {
    if (++count < from) return writeFile(...given);
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
      ...{ code: 'ENOSPC', errno: -28, syscall: 'write' },
    });
  };
  const free = () => {
    files.writeFile = writeFile;
    syncBuiltinESMExports();
  };
  syncBuiltinESMExports();
  onTestFinished(free);
  return { free };
}

const measured = '--dataset data.npz --limit 4 --mean 0 --threads 1';
const network =
  '--dataset data.npz --network six-conv --limit 4 --batch-size 4 --epochs 2 --radius 2 --threads 1';

describe('a disk that is full', () => {
  beforeAll(() => writeTinyAudit(folder, { count: 8, size: 8 }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    // Once there is something to go on with.
    ['train', `train ${network} --out train`, 5],
    ['audit', `audit tiny.onnx ${measured} --plan plan.json --out audit`, 4],
    ['attack', `attack tiny.onnx ${measured} --epsilon 4/255,8/255 --steps 1 --out attack`, 4],
  ])('is named with the file and with the way to go on: %s', async (name, command, from) => {
    const disk = fillDisk(from);
    const { status, stderr } = await passband(...command.split(' '), '--quiet');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`[ /]${name}/\\S+\\.\\w+: no space is left on the disk \\(ENOSPC\\); free some`),
    );
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`; to go on with what is saved: passband ${name} --resume ${name}\n`);
    disk.free();
    expect(await passband(name, '--resume', name, '--quiet')).toMatchObject({ status: 0, stderr: '' });
  });
});
