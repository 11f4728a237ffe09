import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyAudit } from './tinyAudit.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const failing = pathToFileURL(join(import.meta.dirname, 'failingSessions.mjs')).href;
const folder = mkdtempSync(join(tmpdir(), 'passband-failing-'));
const calls = join(folder, 'calls.txt');

const network = '--network six-conv --limit 4 --batch-size 4 --epochs 1 --radius 2';
const commands = {
  attack: 'attack tiny.onnx --limit 6 --epsilon 8/255 --steps 2 --out OUT',
  audit: 'audit tiny.onnx --limit 4 --budget quick --epsilon 8/255 --radius 2 --out OUT',
  'audit of two': 'audit tiny.onnx twin.onnx --limit 2 --budget quick --epsilon 8/255 --radius 2 --out OUT',
  smooth: 'smooth tiny.onnx --limit 2 --rho 0.5 --epsilon 8/255 --out OUT',
  train: `train ${network} --adversarial-epsilon 8/255 --adversarial-steps 1 --out OUT`,
  measure: 'measure finished --radius 3',
};

const names = Object.keys(commands) as (keyof typeof commands)[];
/** How large the model, or the first input, of each call of an undisturbed command is. */
const wholes = new Map<string, { readonly create: string[]; readonly run: string[] }>();

async function wholeOf(name: keyof typeof commands) {
  const known = wholes.get(name);
  if (known) return known;
  const whole = await passband(commands[name]);
  expect(whole, whole.stderr).toMatchObject({ code: 0, signal: null });
  const found = { create: callsOf('create'), run: callsOf('run') };
  wholes.set(name, found);
  return found;
}

let outs = 0;
/** @param at a signal's moment: once this many sessions were run */
async function passband(command: string, fail: Readonly<Record<string, string>> = {}, at = Infinity) {
  const out = `out-${outs++}`;
  rmSync(calls, { force: true });
  const isOfRun = command.startsWith('measure');
  const words = command.replace('OUT', out).split(' ');
  if (!isOfRun) words.push('--dataset', 'data.npz');
  if (!isOfRun && !command.startsWith('train')) words.push('--mean', '0');
  const child = spawn(process.execPath, ['--import', failing, main, ...words, '--threads', '2', '--quiet'], {
    cwd: folder,
    env: { ...process.env, CALLS: calls, ...fail },
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  // A command that hangs is ended the hard way, and fails the test by its signal.
  const ender = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const closed = once(child, 'close');
  while (at < Infinity && child.exitCode === null && callsOf('run').length < at) await wait(2);
  if (at < Infinity) child.kill('SIGTERM');
  const [code, signal] = await closed;
  clearTimeout(ender);
  return { code, signal, stderr, out };
}

/** The calls of a kind in the order in which they were made: how large their model or their first input is. */
const callsOf = (kind: string) =>
  (existsSync(calls) ? readFileSync(calls, 'utf8') : '')
    .split('\n')
    .filter((line) => line.startsWith(`${kind} `))
    .map((line) => line.split(' ')[1]);

describe('a command whose sessions fail', () => {
  beforeAll(async () => {
    await writeTinyAudit(folder, { count: 20, size: 8 });
    copyFileSync(join(folder, 'tiny.onnx'), join(folder, 'twin.onnx'));
    const { code, stderr } = await passband(`train ${network} --out finished`);
    expect(code, stderr).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(names)('ends with exit code 2 wherever one cannot be made: %s', async (name) => {
    const { create: sizes } = await wholeOf(name);
    expect(sizes.length).toBeGreaterThan(1);
    // One of each: every thread makes the same ones.
    const places = sizes.flatMap((size, at) => (sizes.indexOf(size) === at ? [at + 1] : []));
    for (const place of places) {
      const failed = await passband(commands[name], { FAIL: 'create', FAIL_FROM: `${place}` });
      expect(failed, `session ${place} of ${sizes.length}: ${failed.stderr}`).toMatchObject({
        code: 2,
        signal: null,
      });
      expect(failed.stderr).toMatch(/^passband: .*injected: create \d+.*\n$/);
    }
  });

  it.each(names)('ends after a run that fails, and after one SIGTERM, half-way: %s', async (name) => {
    const place = Math.ceil((await wholeOf(name)).run.length / 2);
    const failed = await passband(commands[name], { FAIL: 'run', FAIL_FROM: `${place}` });
    expect(failed, `run ${place}: ${failed.stderr}`).toMatchObject({ code: 2, signal: null });
    expect(failed.stderr).toMatch(/^passband: .*injected: run \d+.*\n$/);
    const { code, signal, stderr } = await passband(commands[name], {}, place);
    // 0 where it was at its end by then.
    expect([0, 130], `${signal} at run ${place}: ${stderr}`).toContain(code);
  });

  it('ends after one SIGTERM at its beginning, when it has made nothing yet', async () => {
    const { code, signal, stderr } = await passband(commands['audit of two'], {}, 1);
    expect(code, `${signal}: ${stderr}`).toBe(130);
  });
});
