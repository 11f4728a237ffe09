import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { expect, it, vi } from 'vitest';
import { attackRecordSchema } from '#passband/audit/attackRecord.ts';
import { addAttackCommand } from '#passband/cli/attack.ts';
import { readNpz } from '#passband/tensor/npz.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { tinyModel } from '../networks/tinyModels.ts';
import { node } from '../onnx/foreignModel.ts';
import { temporaryFolder, writeFiles } from '../support/dataFiles.ts';
import { publishedSchema } from '../support/publishedSchema.ts';
import { npzOf } from './tinyAudit.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SIZE = 3 * 6 * 6;
const random = seededRandom('attack');
const pixels = Float32Array.from({ length: 24 * SIZE }, random.uniform);

/** A folder with a model of four classes and 24 images for it. */
function modelFolder(model = tinyModel()): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'tiny.onnx': model, 'data.npz': npzOf(float32([24, 3, 6, 6], pixels), 4) });
  return folder;
}

/** The command in this process. */
async function attack(folder: string, ...words: string[]) {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += text;
      return true;
    }),
  );
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addAttackCommand(program);
  const usual = ['--dataset', join(folder, 'data.npz'), '--mean', '0', '--threads', '1'];
  try {
    await program.parseAsync(['attack', join(folder, 'tiny.onnx'), ...usual, ...words], { from: 'user' });
    return { ...printed, error: undefined };
  } catch (error) {
    return { ...printed, error: (error as Error).message };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const recordOf = (out: string) =>
  attackRecordSchema.parse(JSON.parse(readFileSync(join(out, 'attack.json'), 'utf8')));

it('writes every parameter, the images, exact and within ε, and a sheet', async () => {
  const folder = modelFolder();
  const out = join(folder, 'out');
  const { error, stdout } = await attack(folder, '--epsilon', '8/255', '--steps', '3', '--out', out);
  expect(error).toBeUndefined();
  expect(readdirSync(out).sort()).toEqual(['adversarial.npz', 'attack.json', 'examples.svg']);
  const { status, command, attacks, clean, measures } = recordOf(out);
  const [{ name, epsilon, settings, robust, files }] = attacks;
  expect(status).toBe('finished');
  expect(command).toContain(`attack ${join(folder, 'tiny.onnx')} --method pgd --epsilon 8/255`);
  expect([name, epsilon, settings.epsilon, settings.steps]).toEqual(['pgd@8/255', '8/255', 8 / 255, 3]);
  expect(settings.stepSize).toBe((2.5 * (8 / 255)) / 3);
  expect(measures).toEqual({ clean, 'pgd@8/255': robust });
  expect(robust.value).toBeLessThanOrEqual(clean.value);
  expect(stdout).toContain('pgd@8/255');

  const archive = readNpz(readFileSync(join(out, files.adversarial)));
  expect(archive.names).toEqual(['images', 'labels', 'fallen']);
  const [images, labels, fallen] = archive.names.map((each) => archive.read(each));
  expect([images.type, ...images.shape]).toEqual(['float32', 24, 3, 6, 6]);
  expect(labels.shape).toEqual([24]);
  expect(Array.from(fallen.data as Uint8Array).filter((flag) => flag === 0)).toHaveLength(24 * robust.value);
  const after = images.data as Float32Array;
  expect(Math.max(...Array.from(after, (pixel, at) => Math.abs(pixel - pixels[at])))).toBeLessThanOrEqual(
    8 / 255,
  );
  const sheet = readFileSync(join(out, files.examples), 'utf8');
  expect(sheet.match(/<image/g)).toHaveLength(3 * 8);
  expect(sheet).not.toContain('<script');
});

it('attacks at several ε afresh, and prints one document with --json', async () => {
  const folder = modelFolder();
  const out = join(folder, 'out');
  const words = ['--epsilon', '0.5,8/255', '--norm', 'l2', '--steps', '2', '--band', '2', '--keep', 'high'];
  const { stdout, stderr, error } = await attack(folder, ...words, '--json', '--out', out);
  expect([error, stderr]).toEqual([undefined, '']);
  const record = attackRecordSchema.parse(JSON.parse(stdout));
  expect(record).toEqual(recordOf(out));
  expect(publishedSchema('attack').parse(record)).toEqual(record);
  expect(record.attacks.map(({ name, files }) => [name, files.adversarial])).toEqual([
    ['pgd-l2-high2@8/255', 'adversarial-8-255.npz'],
    ['pgd-l2-high2@0.5', 'adversarial-0.5.npz'],
  ]);
  expect(record.attacks[1].settings).toMatchObject({ norm: 'l2', band: { radius: 2, keep: 'high' } });
  expect(record.attacks[1].bandLeak).toBeGreaterThanOrEqual(0);
});

it('searches for the smallest ε as the authors do: one that is above it stands', async () => {
  const folder = modelFolder();
  const out = join(folder, 'out');
  const words = ['--method', 'fgsm', '--preset', 'authors', '--epsilon', '0.01,0.5', '--out', out];
  const { error, stdout } = await attack(folder, ...words);
  expect(error).toBeUndefined();
  const { search, attacks, measures } = recordOf(out);
  expect(attacks).toEqual([]);
  expect(search!.sizes).toHaveLength(24);
  for (const { epsilon, share, text } of search!.robust) {
    const above = search!.sizes.filter((size) => size === null || size > epsilon).length;
    expect(share.value).toBe(above / 24);
    expect(measures[`fgsm@${text}`]).toEqual(share);
  }
  expect(stdout).toContain('median');
});

it('repeats itself with the same seed, whatever the threads', async () => {
  const folder = modelFolder();
  const rows = [];
  for (const [place, threads] of ['1', '2'].entries()) {
    const out = join(folder, `out${place}`);
    const words = ['--method', 'square', '--steps', '20', '--threads', threads, '--quiet', '--out', out];
    const { error, stdout, stderr } = await attack(folder, ...words);
    expect([error, stdout, stderr]).toEqual([undefined, '', '']);
    rows.push(recordOf(out).attacks);
  }
  expect(rows[0]).toEqual(rows[1]);
});

it('attacks a model with an operator without a gradient by Square and noise only, and says why', async () => {
  const folder = modelFolder(tinyModel({ end: [node('Hardmax', ['z'], ['y'])] }));
  const out = join(folder, 'out');
  expect((await attack(folder, '--out', out)).error).toMatch(
    /^pgd needs a gradient; --method square and noise do without: operator 'Hardmax' has no gradient rule/,
  );
  expect(existsSync(out)).toBe(false);
  const { error } = await attack(folder, '--method', 'noise', '--restarts', '3', '--out', out);
  expect(error).toBeUndefined();
  expect(recordOf(out).attacks[0].afterRestart).toHaveLength(3);
});

it.each([
  [[], 'attack needs a folder for its results, as --out DIR'],
  [
    ['--epsilon', '8', '--out', 'o'],
    '--epsilon is in pixel units of [0, 1], so at most 1 in L∞, got 8; 8/255?',
  ],
  [['--epsilon', '8/x', '--out', 'o'], "--epsilon must be a size such as 8/255 or 0.0314, got '8/x'"],
  [['--steps', '0', '--out', 'o'], '--steps must be a whole number ≥ 1, got 0'],
  [['--steps', '-1', '--out', 'o'], '--steps must be a whole number ≥ 1, got -1'],
  [['--method', 'fgsm', '--steps', '3', '--out', 'o'], 'fgsm has 1 step, got 3'],
  [['--keep', 'high', '--out', 'o'], '--keep needs the radius of the band, as --band 8'],
  [['--band', 'x', '--out', 'o'], '--band must be a number ≥ 0, got x'],
  [
    ['--preset', 'authors', '--norm', 'l2', '--no-random-start', '--out', 'o'],
    '--preset authors says how the attack is made; leave out --norm, --random-start',
  ],
  [
    ['--preset', 'authors', '--method', 'apgd', '--out', 'o'],
    '--preset authors searches with --method fgsm or pgd, got apgd',
  ],
  [
    ['--no-random-start', '--restarts', '2', '--out', 'o'],
    'restarts without a random start or a random target repeat the first; must be 1, got 2',
  ],
])('refuses %j in a line', async (words, message) => {
  expect((await attack(modelFolder(), ...words)).error).toBe(message);
});

it('refuses a folder that holds an attack, and DLR of two classes', async () => {
  const folder = modelFolder();
  writeFiles(folder, { 'old/attack.json': '{}' });
  const { error } = await attack(folder, '--out', join(folder, 'old'));
  expect(error).toContain('holds the results of an earlier attack; name another folder');
  const two = temporaryFolder();
  writeFiles(two, {
    'tiny.onnx': tinyModel({ classes: 2 }),
    'data.npz': npzOf(float32([24, 3, 6, 6], pixels), 2),
  });
  const dlr = await attack(two, '--loss', 'dlr', '--out', join(two, 'out'));
  expect(dlr.error).toBe('--loss dlr needs a model of 3 classes or more, this one has 2');
});

it('stopped with Ctrl-C exits with 130 and keeps the attacks that are done', async () => {
  const folder = modelFolder();
  const out = join(folder, 'out');
  const words = ['attack', join(folder, 'tiny.onnx'), '--dataset', join(folder, 'data.npz'), '--mean', '0'];
  const square = ['--method', 'square', '--steps', '10', '--restarts', '2000', '--epsilon', '1e-9,2e-9'];
  const child = spawn(process.execPath, [main, ...words, ...square, '--threads', '1', '--out', out], {
    stdio: 'ignore',
  });
  const ended = once(child, 'close');
  while (!existsSync(join(out, 'attack.json'))) await wait(5);
  child.kill('SIGINT');
  expect((await ended)[0]).toBe(130);
  const { status, clean, measures } = recordOf(out);
  expect(status).toBe('stopped');
  expect(measures).toEqual({ clean });
});
