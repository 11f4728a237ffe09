import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availableCores } from '#passband/runtime/cores.ts';
import { hollowPng } from '../support/claims.ts';
import { writeFiles } from '../support/dataFiles.ts';
import { handMadeAudit } from '../support/handMadeAudit.ts';
import { passbandIn } from '../support/passband.ts';
import { writeTinyAudit } from './tinyAudit.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-limits-'));
const at = (...names: string[]) => join(folder, ...names);
const passband = (line: string) => passbandIn(folder)(...line.split(' '));

/** A file of zeros, which takes no space on the disk. */
function hollow(name: string, bytes: number): void {
  writeFileSync(at(name), '');
  truncateSync(at(name), bytes);
}

beforeAll(async () => {
  await writeTinyAudit(folder, { count: 12, size: 8 });
  writeFileSync(at('audit.json'), handMadeAudit());
  writeFileSync(at('passband.gate.json'), '{"lfc@8": [">=", 0.7]}');
  writeFileSync(at('large.png'), hollowPng(9000, 9000));
  hollow('settings.yaml', 2 ** 20 + 1);
  hollow('names.txt', 2 ** 24 + 1);
  hollow('record.json', 2 ** 28 + 1);
  // Each line stands for ten of the one before.
  const lines = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? 'a0: &a0 [1]'
      : `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  );
  writeFileSync(at('aliases.yaml'), lines.join('\n'));
  writeFileSync(at('deep.yaml'), `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a small file that claims to be large', () => {
  it.each([
    [
      'split large.png --radius 2 --out parts',
      "'large.png': 9000 × 9000 pixels would take 4.8 GiB of memory",
    ],
    ['train --config settings.yaml --out run', 'settings.yaml: must have at most 1048576 bytes, got 1048577'],
    ['train --config aliases.yaml --out run', 'aliases.yaml: it must not have more than 100 aliases'],
    ['train --config deep.yaml --out run', 'deep.yaml: its lists and objects must not be nested so deeply'],
    ['gate audit.json --config settings.yaml', 'settings.yaml: must have at most 1048576 bytes'],
    ['gate record.json', 'record.json: must have at most 268435456 bytes'],
    ['gate audit.json --baseline record.json', 'record.json: must have at most 268435456 bytes'],
    [
      'audit tiny.onnx --dataset data.npz --plan record.json --out a',
      'record.json: must have at most 268435456',
    ],
    [
      'inspect tiny.onnx --dataset data.npz --classes names.txt',
      'names.txt: must have at most 16777216 bytes',
    ],
    [
      'inspect tiny.onnx --dataset data.npz --class-map names.txt',
      'names.txt: must have at most 16777216 bytes',
    ],
  ])('is refused before it is read: %s', async (line, message) => {
    const { status, stdout, stderr } = await passband(line);
    expect(stderr).toMatch(/^passband: \P{Cc}*\n$/u);
    expect(stderr).toContain(message);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('is read with --max-memory, which is in GiB', async () => {
    const { status, stderr } = await passband('split large.png --radius 2 --out parts --max-memory 5');
    expect(stderr).toContain("'large.png' cannot be decoded");
    expect(status).toBe(2);
    const none = await passband('split large.png --radius 2 --out parts --max-memory 0');
    expect(none.stderr).toBe('passband: --max-memory must be a whole number ≥ 1, got 0\n');
  });

  it('can be one of the data of any command that reads some', async () => {
    const images = ['cat', 'dog'].map((name) => `photos/${name}/large.png`);
    writeFiles(folder, Object.fromEntries(images.map((name) => [name, hollowPng(9000, 9000)])));
    const said = 'large.png: 9000 × 9000 pixels would take 4.8 GiB';
    const model = 'tiny.onnx --dataset photos --mean 0';
    for (const line of [
      'train --dataset photos --network six-conv --out run',
      `inspect ${model}`,
      `attack ${model} --out attacked`,
      `audit ${model} --out audited`,
      `smooth ${model} --out smoothed`,
    ]) {
      expect((await passband(line)).stderr).toContain(said);
      expect((await passband(`${line} --max-memory 5`)).stderr).toContain('large.png: cannot be decoded');
    }
  });
});

describe('threads', () => {
  const more = availableCores() + 1;
  const tiny = '--dataset data.npz --network six-conv --limit 4 --batch-size 4 --epochs 1 --radius 2';

  it('are capped at the cores with a note, and the run records how many it has', async () => {
    const { status, stderr } = await passband(`train ${tiny} --threads ${more} --out run`);
    expect(status, stderr).toBe(0);
    const note = `Note: --threads ${more}: there are cores for ${more - 1}, so it is ${more - 1}\n`;
    expect(stderr.split(note)).toHaveLength(2);
    expect(JSON.parse(readFileSync(at('run', 'run.json'), 'utf8')).config.threads).toBe(more - 1);
    const measured = await passband(`measure run --radius 3 --threads ${more}`);
    expect([measured.status, measured.stderr]).toEqual([0, note]);
  });

  it('of a run that goes on are those of the machine, or of the flag, whatever it was begun with', async () => {
    const record = JSON.parse(readFileSync(at('run', 'run.json'), 'utf8'));
    const goOn = (epochs: number, flags = '') => {
      const config = { ...record.config, threads: 5000, epochs };
      writeFileSync(at('run', 'run.json'), JSON.stringify({ ...record, status: 'stopped', config }));
      return passband(`train --resume run${flags}`);
    };
    const { status, stderr } = await goOn(2);
    expect(status, stderr).toBe(0);
    expect(stderr).not.toContain('Note: ');
    const { config } = JSON.parse(readFileSync(at('run', 'run.json'), 'utf8'));
    expect(config).toMatchObject({ threads: 5000, shards: record.config.shards });
    const capped = await goOn(3, ` --threads ${more}`);
    expect(capped.status, capped.stderr).toBe(0);
    expect(capped.stderr).toContain(`Note: --threads ${more}: there are cores for ${more - 1}`);
    const refused = await goOn(4, ' --threads 0');
    expect(refused.stderr).toBe('passband: --threads must be a whole number ≥ 1, got 0\n');
    expect(refused.status).toBe(2);
  });
});
