import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passbandIn } from '../support/passband.ts';
import { writeTinyAudit } from './tinyAudit.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'passband-links-')));
const victim = join(folder, 'victim');
const at = (...names: string[]) => join(folder, ...names);

const passband = (line: string) => passbandIn(folder)(...line.split(' '), '--quiet');

/** Links to what is not theirs, at each name in turn and at the names that earlier versions wrote to first. */
function lay(...names: string[]): void {
  for (const name of names) {
    for (const path of [at(name), at(`${name}.tmp`)]) {
      mkdirSync(dirname(path), { recursive: true });
      rmSync(path, { recursive: true, force: true });
      symlinkSync(join(victim, basename(path)), path);
    }
  }
}

const train = 'train --dataset data.npz --network six-conv --limit 4 --batch-size 4 --radius 2 --threads 1';
const model = 'tiny.onnx --dataset data.npz --mean 0 --limit 4 --threads 1';

describe('links in a folder of results', () => {
  beforeAll(async () => {
    await writeTinyAudit(folder, { count: 12, size: 8 });
    const pixels = { raw: { width: 8, height: 8, channels: 3 as const } };
    await sharp(new Uint8Array(192), pixels).png().toFile(at('photo.png'));
    expect((await passband(`${train} --epochs 2 --tensorboard --out finished`)).status).toBe(0);
    const record = JSON.parse(readFileSync(at('finished', 'run.json'), 'utf8'));
    // As if it had been stopped one epoch before its end.
    const stopped = { ...record, status: 'stopped', config: { ...record.config, epochs: 3 } };
    writeFileSync(at('finished', 'run.json'), JSON.stringify(stopped));
  });
  beforeEach(() => {
    rmSync(victim, { recursive: true, force: true });
    mkdirSync(victim);
    for (const name of ['report.html', 'model.onnx', 'run.json', 'audit.json', 'history.jsonl', 'file']) {
      writeFileSync(join(victim, name), `mine: ${name}`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const untouched = () => {
    const names = readdirSync(victim);
    expect(names).toHaveLength(6);
    for (const name of names) expect(readFileSync(join(victim, name), 'utf8')).toBe(`mine: ${name}`);
  };
  const stoppedRun = (name: string) => cpSync(at('finished'), at(name), { recursive: true });

  it('are not followed when a training goes on', async () => {
    stoppedRun('goes-on');
    lay('goes-on/report.html', 'goes-on/model.onnx');
    for (const name of ['run.json', 'history.jsonl', 'checkpoints/latest.safetensors']) {
      symlinkSync(join(victim, 'file'), at('goes-on', `${name}.tmp`));
    }
    const { status, stderr } = await passband('train --resume goes-on');
    expect(status, stderr).toBe(0);
    expect(readFileSync(at('goes-on', 'report.html'), 'utf8')).toContain('</html>');
    untouched();
  });

  it.each([
    'run.json',
    'history.jsonl',
    'history.csv',
    'checkpoints',
    'tensorboard',
    'checkpoints/latest.safetensors',
  ])('stop a training that would go on: %s', async (name) => {
    const run = `linked-${name.replaceAll('/', '-')}`;
    stoppedRun(run);
    rmSync(at(run, name), { recursive: true });
    const target = name.includes('.') ? join(victim, 'file') : victim;
    symlinkSync(target, at(run, name));
    const { status, stderr } = await passband(`train --resume ${run}`);
    // Both files of the history are written anew first, which replaces a link.
    if (name === 'history.csv') expect(status, stderr).toBe(0);
    else {
      expect(status, stderr).toBe(2);
      expect(stderr).toMatch(/^passband: .* is a link or lies behind one, which is not followed here.*\n$/);
    }
    untouched();
  });

  it('are not followed by an audit that begins or goes on', async () => {
    lay('audited/audit.html');
    symlinkSync(join(victim, 'file'), at('audited', 'audit.json.tmp'));
    const { status, stderr } = await passband(`audit ${model} --plan plan.json --out audited`);
    expect(status, stderr).toBe(0);
    rmSync(at('audited', 'audit.json'));
    symlinkSync(join(victim, 'audit.json'), at('audited', 'audit.json'));
    const again = await passband('audit --resume audited');
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('is a link or lies behind one');
    untouched();
  });

  it('are not followed by audits side by side', async () => {
    cpSync(at('tiny.onnx'), at('twin.onnx'));
    mkdirSync(at('both'));
    symlinkSync(victim, at('both', 'twin'));
    const { status, stderr } = await passband(
      `audit tiny.onnx twin.onnx ${model.replace('tiny.onnx ', '')} --plan plan.json --out both`,
    );
    expect(status).toBe(2);
    expect(stderr).toContain('is a link or lies behind one');
    untouched();
  });

  it('are not followed by an attack', async () => {
    lay('attacked/adversarial.npz', 'attacked/examples.svg');
    symlinkSync(victim, at('attacked', 'parts'));
    const { status, stderr } = await passband(`attack ${model} --steps 1 --out attacked`);
    expect(status, stderr).toBe(0);
    untouched();
  });

  it('are not followed by smoothing, nor where images are split', async () => {
    lay('smoothed/tiny-rho-0.5.onnx', 'smoothed/smooth.html', 'smoothed/kernels.svg');
    const smoothed = await passband('smooth tiny.onnx --rho 0.5 --out smoothed');
    expect(smoothed.status, smoothed.stderr).toBe(0);
    lay('split/photo-sheet.png', 'split/photo/lfc-r2.npy', 'split/photo/lfc-r2.png');
    const split = await passband('split photo.png --radius 2 --out split');
    expect(split.status, split.stderr).toBe(0);
    untouched();
    rmSync(at('split', 'photo'), { recursive: true });
    symlinkSync(victim, at('split', 'photo'));
    const again = await passband('split photo.png --radius 2 --out split');
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('is a link or lies behind one');
    untouched();
  });

  it('are not followed by the export of the page, and its folder may be one', async () => {
    mkdirSync(at('site'));
    symlinkSync(join(victim, 'file'), at('site', 'passband-page.json'));
    const { status, stderr } = await passband('page --out site');
    expect(status).toBe(2);
    expect(stderr).toContain('is a link or lies behind one');
    untouched();
  });

  it('may be the folder that is named, and those above it', async () => {
    mkdirSync(at('scratch'));
    symlinkSync(at('scratch'), at('runs'));
    expect((await passband(`${train} --epochs 1 --out runs/one`)).status).toBe(0);
    symlinkSync(at('scratch', 'one'), at('current'));
    const { status, stderr } = await passband('measure current --radius 3');
    expect(status, stderr).toBe(0);
    expect(readdirSync(at('scratch', 'one'))).toContain('report.html');
  });
});
