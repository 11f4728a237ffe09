import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { attackRecordSchema } from '#passband/audit/records/attackRecord.ts';
import { addAttackCommand } from '#passband/cli/attack/attack.ts';
import { encodeNpz, readNpz } from '#passband/tensor/npz.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, tensor } from '#passband/tensor/tensor.ts';
import { temporaryFolder, writeFiles } from '../../support/dataFiles.ts';
import { node } from '../../support/models/foreignModel.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { passbandIn } from '../../support/passband.ts';
import { publishedSchema } from '../../support/publishedSchema.ts';
import { npzOf } from '../tinyAudit.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
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
  const { status, request, attacks, clean, measures } = recordOf(out);
  const [{ name, epsilon, settings, robust, files }] = attacks;
  expect(status).toBe('finished');
  expect(request).toMatchObject({
    models: [join(folder, 'tiny.onnx')],
    flags: { epsilon: '8/255', steps: '3', mean: '0' },
  });
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
  expect(error).toContain('holds an attack already; go on with --resume');
  const two = temporaryFolder();
  writeFiles(two, {
    'tiny.onnx': tinyModel({ classes: 2 }),
    'data.npz': npzOf(float32([24, 3, 6, 6], pixels), 2),
  });
  const dlr = await attack(two, '--loss', 'dlr', '--out', join(two, 'out'));
  expect(dlr.error).toBe('--loss dlr needs a model of 3 classes or more, this one has 2');
});

describe('an attack that is stopped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passband-attack-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const passband = passbandIn(folder);
  const many = Float32Array.from({ length: 300 * SIZE }, random.uniform);
  const square = ['--method', 'square', '--steps', '10', '--restarts', '60', '--epsilon', '1e-9,2e-9'];
  const search = ['--method', 'fgsm', '--preset', 'authors', '--epsilon', '0.01'];

  /** Starts `passband attack` in the folder of the model and its images. */
  function start(...words: string[]) {
    const child = spawn(process.execPath, [main, 'attack', ...words], { cwd: folder });
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stderr }));
    return { child, ended };
  }
  const begin = (out: string, words: readonly string[]) =>
    start('tiny.onnx', ...usual, ...words, '--out', out);
  const usual = ['--dataset', 'data.npz', '--mean', '0', '--threads', '1'];

  /** Ends a process once a file is there. */
  async function endAt(file: string, { child, ended }: ReturnType<typeof start>, signal: NodeJS.Signals) {
    while (!existsSync(join(folder, file)) && child.exitCode === null) await wait(2);
    child.kill(signal);
    return ended;
  }

  const filesOf = (out: string) =>
    readdirSync(join(folder, out)).map((name) => [
      name,
      readFileSync(join(folder, out, name)).toString('base64'),
    ]);

  beforeAll(async () => {
    writeFiles(folder, { 'tiny.onnx': tinyModel(), 'data.npz': npzOf(float32([300, 3, 6, 6], many), 4) });
    for (const [out, words] of Object.entries({ square, search })) {
      const { status, stderr } = await passband('attack', 'tiny.onnx', ...usual, ...words, '--out', out);
      expect(status, stderr).toBe(0);
    }
  });

  it('with Ctrl-C exits with 130, says how to go on, and killed after that leaves the same bytes', async () => {
    const stopped = await endAt('a/parts/adversarial-1e-9/0.npz', begin('a', square), 'SIGINT');
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('Stopped. To go on: passband attack --resume a\n');
    const { status, clean, measures } = recordOf(join(folder, 'a'));
    expect([status, measures]).toEqual(['stopped', { clean }]);
    const killed = await endAt('a/parts/adversarial-2e-9/0.npz', start('--resume', 'a'), 'SIGKILL');
    expect(killed.signal).toBe('SIGKILL');
    expect(recordOf(join(folder, 'a')).attacks).toHaveLength(1);
    const { status: code, stderr } = await passband('attack', '--resume', 'a');
    expect(code, stderr).toBe(0);
    expect(filesOf('a')).toEqual(filesOf('square'));
  });

  it('goes on with the images that are there, which it takes as they are', async () => {
    await endAt('b/parts/sizes/0.npz', begin('b', search), 'SIGKILL');
    cpSync(join(folder, 'b'), join(folder, 'c'), { recursive: true });
    const { read } = readNpz(readFileSync(join(folder, 'b/parts/sizes/0.npz')));
    const sizes = Float64Array.from({ length: 128 }, () => 0.25);
    writeFiles(folder, {
      'b/parts/sizes/0.npz': encodeNpz({ sizes: tensor('float64', [128], sizes), counts: read('counts') }),
    });
    expect((await passband('attack', '--resume', 'b')).status).toBe(0);
    const [whole, resumed] = ['search', 'b'].map((out) => recordOf(join(folder, out)).search!.sizes);
    expect(resumed).toEqual([...sizes, ...whole.slice(128)]);
  });

  it('refuses to go on with other settings, another model, or half a part, in a line', async () => {
    const refused = async (...words: string[]) => {
      const { status, stderr } = await passband('attack', ...words, '--quiet');
      expect([status, stderr.trim().split('\n')]).toEqual([2, [expect.anything()]]);
      return stderr;
    };
    expect(await refused('--resume', 'square', '--steps', '3')).toContain(
      '--resume goes on with what the attack was asked for; leave out --steps',
    );
    expect(await refused('--resume', 'nothing')).toContain(
      'nothing holds no attack (there is no attack.json)',
    );
    // What was killed above.
    writeFiles(folder, { 'c/parts/sizes/0.npz': 'half' });
    expect(await refused('--resume', 'c')).toContain('sizes/0.npz');
    writeFiles(folder, { 'tiny.onnx': tinyModel({ opset: 12 }) });
    expect(await refused('--resume', 'c')).toContain(
      'c holds an attack of other content: the model (tiny.onnx) changed since',
    );
  });
});
