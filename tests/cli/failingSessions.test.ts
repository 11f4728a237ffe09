import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { passbandIn } from '../support/passband.ts';
import { planFile, writeTinyAudit } from './tinyAudit.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const failing = pathToFileURL(join(import.meta.dirname, 'failingSessions.mjs')).href;
const failEverywhere = join(import.meta.dirname, 'failEverywhere.mjs');
const folder = mkdtempSync(join(tmpdir(), 'passband-failing-'));
const calls = join(folder, 'calls.txt');

const network = '--network six-conv --limit 4 --batch-size 4 --epochs 1 --radius 2';
const commands = {
  attack: 'attack tiny.onnx --limit 6 --epsilon 8/255 --steps 2 --out OUT',
  audit: 'audit tiny.onnx --limit 4 --plan small.json --out OUT',
  'audit of two': 'audit tiny.onnx twin.onnx --limit 2 --plan small.json --out OUT',
  smooth: 'smooth tiny.onnx --limit 2 --rho 0.5 --epsilon 8/255 --out OUT',
  train: `train ${network} --adversarial-epsilon 8/255 --adversarial-steps 1 --out OUT`,
  measure: 'measure finished --radius 3',
};

const names = Object.keys(commands) as (keyof typeof commands)[];

interface Failed {
  readonly code: number;
  readonly stderr: string;
}

/** What became of a command, undisturbed and at each session that cannot be made. */
interface Everywhere {
  readonly name: string;
  readonly whole: Failed;
  readonly sessions: number;
  readonly failed: readonly (Failed & { readonly place: number })[];
  /** Once with sessions that fail from half of all runs on. */
  readonly halfWay: Failed & { readonly place: number };
  /** Once with a SIGTERM at half of all runs. */
  readonly stopped: Failed & { readonly place: number };
}

const found = new Map<string, Everywhere>();
let ending: Awaited<ReturnType<typeof start>['ended']>;

function everywhere(name: keyof typeof commands): Everywhere {
  const made = found.get(name);
  if (!made) throw new Error(`the process ended before ${name}: ${JSON.stringify(ending)}`);
  return made;
}

function wordsOf(command: string): string[] {
  const isOfRun = command.startsWith('measure');
  return [
    ...command.split(' '),
    ...(isOfRun ? [] : ['--dataset', 'data.npz']),
    ...(isOfRun || command.startsWith('train') ? [] : ['--mean', '0']),
    ...['--threads', '2', '--quiet'],
  ];
}

/** Starts a script whose sessions may fail. */
function start(script: string, words: readonly string[], fail: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--import', failing, script, ...words], {
    cwd: folder,
    env: { ...process.env, CALLS: calls, ...fail },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (said.stdout += text));
  child.stderr.on('data', (text) => (said.stderr += text));
  // One that hangs is ended the hard way, and fails the test by its signal.
  const ender = setTimeout(() => child.kill('SIGKILL'), 240_000);
  const ended = once(child, 'close').then(([code, signal]) => {
    clearTimeout(ender);
    return { code, signal, ...said };
  });
  return { child, ended };
}

let outs = 0;
/** @param at a signal's moment: once this many sessions were run */
async function passband(command: string, fail: Readonly<Record<string, string>> = {}, at = Infinity) {
  rmSync(calls, { force: true });
  const { child, ended } = start(main, wordsOf(command.replace('OUT', `out-${outs++}`)), fail);
  while (at < Infinity && child.exitCode === null && callsOf('run').length < at) await wait(2);
  if (at < Infinity) child.kill('SIGTERM');
  return ended;
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
    writeFileSync(join(folder, 'small.json'), planFile({ radii: [2], epsilons: [parseEpsilon('8/255')] }));
    const { status, stderr } = await passbandIn(folder)(...wordsOf(`train ${network} --out finished`));
    expect(status, stderr).toBe(0);
    const asked = names.map((name) => [name, wordsOf(commands[name])]);
    ending = await start(failEverywhere, [JSON.stringify(Object.fromEntries(asked))], {}).ended;
    for (const line of ending.stdout.split('\n').slice(0, -1)) {
      const made: Everywhere = JSON.parse(line);
      found.set(made.name, made);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('leaves no thread behind that would keep the process, and never aborts it', () => {
    expect({ code: ending.code, signal: ending.signal }, ending.stderr).toEqual({ code: 0, signal: null });
  });

  it.each(names)('ends with exit code 2 wherever one cannot be made: %s', (name) => {
    const { whole, sessions, failed } = everywhere(name);
    expect(whole, whole.stderr).toMatchObject({ code: 0 });
    expect(sessions).toBeGreaterThan(1);
    expect(failed.length).toBeGreaterThan(0);
    for (const { place, code, stderr } of failed) {
      expect(code, `session ${place} of ${sessions}: ${stderr}`).toBe(2);
      expect(stderr).toMatch(/^passband: .*injected: create \d+.*\n$/);
    }
  });

  it.each(names)('ends with exit code 2 after a run that fails half-way: %s', (name) => {
    const { place, code, stderr } = everywhere(name).halfWay;
    expect(code, `run ${place}: ${stderr}`).toBe(2);
    expect(stderr).toMatch(/^passband: .*injected: run \d+.*\n$/);
  });

  it.each(names)('ends after one SIGTERM half-way: %s', (name) => {
    const { place, code, stderr } = everywhere(name).stopped;
    // 0 where it was at its end by then.
    expect([0, 130], `run ${place}: ${stderr}`).toContain(code);
  });

  it('ends its process after a run that fails', async () => {
    const place = everywhere('attack').halfWay.place;
    const failed = await passband(commands.attack, { FAIL: 'run', FAIL_FROM: `${place}` });
    expect(failed, failed.stderr).toMatchObject({ code: 2, signal: null });
  });

  it('ends after one SIGTERM at its beginning, when it has made nothing yet', async () => {
    const { code, signal, stderr } = await passband(commands['audit of two'], {}, 1);
    expect(code, `${signal}: ${stderr}`).toBe(130);
  });
});
