import { lstatSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idxFiles, writeFiles } from '../support/dataFiles.ts';
import { handMadeAudit } from '../support/handMadeAudit.ts';
import { passbandIn } from '../support/passband.ts';
import { fedPipe, hasPipes, readPipe } from '../support/pipes.ts';
import { writeTinyAudit } from './tinyAudit.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'passband-odd-')));
const at = (...names: string[]) => join(folder, ...names);
const passband = (line: string) => passbandIn(folder)(...line.split(' '));

describe.skipIf(!hasPipes)('a path that is no regular file', () => {
  beforeAll(async () => {
    await writeTinyAudit(folder, { count: 12, size: 8 });
    const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { 'train-images-idx3-ubyte': _, ...idx } = idxFiles();
    writeFiles(folder, {
      'audit.json': handMadeAudit(),
      'passband.gate.json': '{"lfc@8": [">=", 0.7]}',
      'photos/a.png': image,
      'photo.png': image,
      'images/cat/a.png': image,
      'images/cat/b.png': image,
      'images/dog/a.png': image,
      'mnist/readme': '',
      ...Object.fromEntries(Object.entries(idx).map(([name, bytes]) => [`mnist/${name}`, bytes])),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['pipe', 'inspect pipe'],
    ['pipe', 'inspect tiny.onnx --dataset data.npz --classes pipe'],
    ['pipe', 'inspect tiny.onnx --dataset data.npz --class-map pipe'],
    ['pipe.npz', 'inspect tiny.onnx --dataset pipe.npz'],
    ['images/dog/pipe.png', 'train --dataset images --network six-conv --epochs 1 --out run'],
    ['mnist/train-images-idx3-ubyte', 'train --dataset mnist --data-dir mnist --out run'],
    ['images/classes.json', 'train --dataset images --out run'],
    ['pipe', 'train --config pipe --out run'],
    ['pipe', 'audit tiny.onnx --dataset data.npz --plan pipe --out audited'],
    ['pipe', 'gate pipe'],
    ['pipe', 'gate audit.json --config pipe'],
    ['pipe', 'gate audit.json --baseline pipe'],
    ['pipe.png', 'split pipe.png --radius 2 --out parts'],
  ])('is not read: %s by %s', async (name, line) => {
    const path = fedPipe(at(name));
    try {
      const { status, stdout, stderr } = await passband(line);
      expect(stderr).toMatch(/^passband: \P{Cc}*\n$/u);
      expect(stderr).toContain(
        `${name}: must be a regular file, it is a pipe; put what it gives into a file`,
      );
      expect([status, stdout]).toEqual([2, '']);
    } finally {
      rmSync(path);
    }
  });

  it('does not keep the other images of a folder from being split', async () => {
    const path = fedPipe(at('photos', 'pipe.png'));
    const { status, stdout, stderr } = await passband('split photos --radius 2 --out both');
    rmSync(path);
    expect(stdout).toContain('photos/a.png → ');
    expect(stderr).toContain('pipe.png: must be a regular file, it is a pipe');
    expect(stderr).toContain('1 of 2 images could not be split');
    expect(status).toBe(2);
  });

  it.each([
    ['a device', '/dev/zero'],
    ['a folder', 'photos'],
  ])('is not read where it is %s', async (kind, path) => {
    for (const line of [
      `inspect ${path === 'photos' ? 'tiny.onnx --dataset data.npz --classes photos' : path}`,
      `gate ${path}`,
      `gate audit.json --config ${path}`,
    ]) {
      const { status, stderr } = await passband(line);
      expect(stderr).toContain(`${path}: must be a regular file, it is ${kind}`);
      expect(status).toBe(2);
    }
  });

  it.each([
    'gate audit.json --junit pipe',
    'gate audit.json --markdown pipe',
    'gate audit.json --markdown link',
  ])('is not written to: %s', async (line) => {
    const pipe = readPipe(at('pipe'));
    symlinkSync(pipe, at('link'));
    const { status, stdout, stderr } = await passband(line);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    rmSync(pipe);
    rmSync(at('link'));
    expect(stderr).toMatch(/^passband: (pipe|link): must be a regular file, it is a pipe; \P{Cc}*\n$/u);
    expect([status, stdout]).toEqual([2, '']);
  });

  it.each(['split photo.png --radius 2 --out pipe', 'smooth tiny.onnx --rho 0.5 --out pipe'])(
    'is no folder for results: %s',
    async (line) => {
      const pipe = readPipe(at('pipe'));
      const { status, stderr } = await passband(line);
      expect(lstatSync(pipe).isFIFO()).toBe(true);
      rmSync(pipe);
      expect(stderr).toMatch(/^passband: --out: \P{Cc}*pipe\P{Cc}*\n$/u);
      expect(status).toBe(2);
    },
  );

  it('may be the command’s own stream', async () => {
    const { status, stdout } = await passband('gate audit.json --quiet --markdown /dev/stdout');
    expect(stdout).toMatch(/^### ✓ Gate passed/);
    expect(status).toBe(0);
  });
});
