import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTemporary } from '#passband/files/temporaryName.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { checkpointPath, loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { passbandIn } from '../../support/passband.ts';
import { writeTinyFile } from '../tinyFile.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const dieWhileWriting = pathToFileURL(join(import.meta.dirname, 'dieWhileWriting.mjs')).href;
const folder = mkdtempSync(join(tmpdir(), 'passband-kill-'));
const epochs = 6;
const children = new Set<ChildProcess>();

const dataset = join(folder, 'planted.npz');
const settings = ['--dataset', dataset, '--network', 'six-conv', '--batch-norm', '--batch-size', '25'];
settings.push('--epochs', String(epochs), '--learning-rate', '2e-3', '--radius', '8', '--threads', '2');
settings.push('--dropout', '--mixup', '0.5', '--augment', '--hold-out', '15');

type Ended = Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>;

interface StartOptions {
  readonly nodeFlags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly more?: readonly string[];
}

/** Starts the run in `out`, or goes on with it where it has begun. */
function start(out: string, { nodeFlags = [], environment = {}, more = [] }: StartOptions = {}) {
  const words = existsSync(join(out, 'run.json')) ? ['--resume', out] : [...settings, ...more, '--out', out];
  const child = spawn(process.execPath, [...nodeFlags, main, 'train', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  children.add(child);
  const ended: Ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stderr }));
  return { child, ended, said: () => stderr };
}

/** Goes on with a run to its end, in this process. */
async function finish(out: string): Promise<void> {
  const { status, stderr } = await passbandIn(folder)('train', '--resume', out);
  expect(status, stderr).toBe(0);
}

/** Waits until something is so while a process runs. */
async function until(isSo: () => boolean, ended: Ended): Promise<void> {
  const over = ended.then(({ code, signal, stderr }) => {
    throw new Error(`the run ended before that (${signal ?? code}): ${stderr}`);
  });
  over.catch(() => {});
  while (!isSo()) await Promise.race([wait(5), over]);
}

/** Waits until the training of a process has begun, which is when it cuts the history to its checkpoint. */
async function begun(out: string, since: number, ended: Ended): Promise<void> {
  const path = join(out, 'history.csv');
  await until(() => existsSync(path) && statSync(path).mtimeMs > since, ended);
}

/** All that a run leaves, without its times. */
async function resultOf(out: string) {
  const history = (await readHistory(out)).map(({ elapsedMs: _, ...row }) => row);
  const weights = await Promise.all(
    (['latest', 'best'] as const).map(async (name) => {
      const { tensors, progress } = (await loadCheckpoint(out, name))!;
      return { tensors: [...tensors], progress: { ...progress, elapsedMs: 0 } };
    }),
  );
  return { history, weights, model: readFileSync(join(out, 'model.onnx')).toString('base64') };
}

describe('passband train', () => {
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  const whole = join(folder, 'whole');
  let trainingMs = 0;
  let expected: Awaited<ReturnType<typeof resultOf>>;

  beforeAll(async () => {
    writeTinyFile(dataset, { count: 90, testCount: 30 });
    const { status, stderr } = await passbandIn(folder)('train', ...settings, '--out', whole);
    expect(status, stderr).toBe(0);
    trainingMs = (await readHistory(whole)).at(-1)!.elapsedMs;
    expected = await resultOf(whole);
    expect(expected.history.at(-1)?.epoch).toBe(epochs);
  });

  it('killed at two random moments and resumed leaves the same history and the same bits of weights', async () => {
    const out = join(folder, 'killed');
    const random = seededRandom('moments');
    const epochsAtKill: number[] = [];
    for (let kills = 0; kills < 2; kills++) {
      const sinceMs = Date.now();
      const { child, ended, said } = start(out);
      // A moment is some time after another epoch is done: a busy machine gets on as well.
      await begun(out, sinceMs, ended);
      await until(() => /^epoch /m.test(said()), ended);
      await wait((trainingMs / epochs) * random.uniform());
      child.kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
      epochsAtKill.push((await readHistory(out)).at(-1)?.epoch ?? 0);
    }
    expect(epochsAtKill.at(-1), `epochs when killed: ${epochsAtKill}`).toBeGreaterThanOrEqual(2);
    await finish(out);
    expect(readdirSync(out)).not.toContain('lease.json');
    expect(await resultOf(out)).toEqual(expected);
  });

  it('refuses to write where another process does, and says which', async () => {
    const out = join(folder, 'two');
    // So many that it does not end before the second has seen that it is at work.
    const { child, ended, said } = start(out, { more: ['--epochs', '1000'] });
    await until(() => /^epoch /m.test(said()), ended);
    const { status, stderr } = await passbandIn(folder)('train', '--resume', out);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      new RegExp(
        `^passband: .*/two is being written by process ${child.pid} on .* since 20.*; wait until it ends, or stop it\n$`,
      ),
    );
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
  });

  it('killed while it writes a checkpoint and resumed leaves the same', async () => {
    const out = join(folder, `torn`);
    const { signal } = await start(out, {
      nodeFlags: ['--import', dieWhileWriting],
      environment: { DIE_AT_CHECKPOINT: '4' },
    }).ended;
    expect(signal).toBe('SIGKILL');
    const checkpoints = join(out, 'checkpoints');
    const torn = readdirSync(checkpoints)
      .filter(isTemporary)
      .map((name) => join(checkpoints, name));
    expect(torn).toHaveLength(1);
    const size = statSync(checkpointPath(whole, 'latest')).size / 2;
    expect(Math.abs(statSync(torn[0]).size - size)).toBeLessThan(100);
    await finish(out);
    expect(readdirSync(checkpoints).filter(isTemporary)).toEqual([]);
    expect(await resultOf(out)).toEqual(expected);
  });

  it('stopped with Ctrl-C saves, says how to resume and leaves the same after that', async () => {
    const out = join(folder, 'stopped');
    const { child, ended, said } = start(out);
    await until(() => said().includes('epoch 1/'), ended);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain(`To go on: passband train --resume ${out}\n`);
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')).status).toBe('stopped');
    await finish(out);
    expect(await resultOf(out)).toEqual(expected);
  });

  it('exits at once at the second Ctrl-C', async () => {
    const out = join(folder, 'twice');
    const { child, ended } = start(out);
    child.stderr.on('data', (text) => {
      if (String(text).includes('epoch 1/')) child.kill('SIGINT');
      if (String(text).includes('Stopping after this batch')) child.kill('SIGINT');
    });
    // A process that ends by this signal is what a shell shows as 130.
    expect((await ended).signal).toBe('SIGINT');
    await finish(out);
    expect(await resultOf(out)).toEqual(expected);
  });
});
