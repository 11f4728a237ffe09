import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands } from '#passband/cli/commands.ts';
import { passbandIn, type Said } from '../support/passband.ts';
import { EVIL, paths, writeHostileFiles } from './hostileNames.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-hostile-'));
const passband = passbandIn(folder);

const { data, model, out, missing } = paths;
const measured = ['--dataset', data, '--limit', '2', '--threads', '1', '--mean', '0'];
const network = ['--network', 'six-conv', '--image-size', '8', '--batch-size', '4', '--epochs', '1'];
const training = ['train', '--dataset', data, ...network, '--radius', '2', '--threads', '1'];
const attacked = ['attack', model, ...measured, '--epsilon', '8/255', '--steps', '1'];

/** What each command is asked, in this order; some of it needs what stands before. */
const asked: Readonly<Record<string, readonly (readonly string[])[]>> = {
  demo: [
    ['demo', '--out', out('taken')],
    ['demo', '--epochs', EVIL],
    ['demo', `--${EVIL}`],
  ],
  train: [
    [...training, '--out', out('run')],
    [...training, '--out', out('run')],
    ['train', '--resume', out('run'), '--json'],
    ['train', '--resume', missing],
    ['train', '--dataset', missing],
    ['train', '--config', missing],
    ['train', '--config', paths.config],
    [...training, '--optimizer', EVIL],
  ],
  measure: [
    ['measure', out('run'), '--radius', '3'],
    ['measure', out('run'), '--radius', '3', '--json'],
    ['measure', missing, '--radius', '3'],
    ['measure', out('run'), '--checkpoint', EVIL],
  ],
  compare: [
    ['compare', out('run'), out('other'), '--out', `${out('both')}.html`],
    ['compare', out('run'), missing, '--out', 'both.html'],
  ],
  study: [
    ['study', EVIL],
    ['study', `${missing}.yaml`],
    ['study', paths.config],
    ['study', 'components', '--dataset', missing, '--store', out('store'), '--dry-run'],
    ['study', 'svd', '--dataset', data, '--radius', '2', ...network, '--seeds', '1', '--store', out('store')],
    ['study', 'svd', '--dataset', data, '--radius', '2', ...network, '--store', out('store'), '--json'],
  ],
  runs: [
    ['runs', out('store')],
    ['runs', out('store'), '--where', 'dataset!=planted', '--json'],
    ['runs', out('store'), '--where', `dataset=${EVIL}`],
    ['runs', out('store'), '--where', `${EVIL}=1`],
    ['runs', missing],
    ['runs', 'compare', EVIL, '--store', out('store')],
    ['runs', 'remove', '', '--store', out('store')],
    ['runs', 'prune', '--store', out('store')],
    ['runs', 'prune', '--store', missing],
  ],
  split: [
    ['split', paths.images, '--radius', '2', '--out', out('parts')],
    ['split', paths.images, '--radius', '2', '--out', out('parts'), '--json'],
    ['split', missing, '--radius', '2', '--out', out('parts')],
  ],
  inspect: [
    ['inspect', model],
    ['inspect', model, '--json'],
    ['inspect', model, ...measured],
    ['inspect', model, ...measured, '--json'],
    ['inspect', paths.unknown],
    ['inspect', paths.failing],
    ['inspect', paths.failing, ...measured],
    ['inspect', paths.damaged],
    ['inspect', missing],
    ['inspect', model, ...measured, '--classes', paths.damaged],
  ],
  audit: [
    ['audit', model, ...measured, '--plan', paths.plan, '--out', out('audited')],
    ['audit', '--resume', out('audited'), '--json'],
    ['audit', model, paths.failing, ...measured, '--plan', paths.plan, '--out', out('failed')],
    ['audit', model, ...measured, '--plan', missing, '--out', out('failed')],
  ],
  gate: [
    ['gate', paths.audit, '--config', paths.rules, '--allow-partial'],
    ['gate', paths.audit, '--config', paths.rules, '--allow-partial', '--baseline', paths.audit],
    ['gate', paths.audit, '--config', paths.rules, '--allow-partial', '--json'],
    ['gate', paths.audit, '--config', paths.rules],
    ['gate', paths.audit, '--config', paths.wrongRules, '--allow-partial'],
    ['gate', paths.rules, '--config', paths.rules],
    ['gate', missing],
  ],
  attack: [
    [...attacked, '--out', out('attacked')],
    ['attack', '--resume', out('attacked'), '--json'],
    ['attack', paths.failing, ...attacked.slice(2), '--out', out('failed')],
  ],
  smooth: [
    ['smooth', model, '--rho', '0.5', '--out', out('smoothed')],
    ['smooth', model, '--rho', '0.5', '--out', out('smoother'), '--json'],
    ['smooth', paths.failing, '--rho', '0.5', '--out', out('failed')],
  ],
  serve: [
    ['serve', out('run'), '--port', '0'],
    ['serve', out('run'), '--port', '0', '--json'],
    ['serve', missing],
    ['serve', '--host', EVIL],
  ],
  page: [
    ['page', '--out', out('site')],
    ['page', '--out', out('second site'), '--json'],
    ['page', '--out', out('run')],
  ],
};

/** Runs a command as on a terminal; a server is stopped once it listens. */
async function onTerminal(words: readonly string[]): Promise<Said> {
  const streams = [process.stdout, process.stderr];
  const were = streams.map(({ isTTY }) => isTTY);
  for (const stream of streams) stream.isTTY = true;
  const listeners = process.listenerCount('SIGINT');
  const ended = passband(...words);
  try {
    let isOver = false;
    void ended.finally(() => (isOver = true)).catch(() => {});
    while (words[0] === 'serve' && !isOver) {
      // The command's own listener, once: the second Ctrl-C exits at once, and a browser that other tests share exits at the first.
      const stop = process.listeners('SIGINT').at(listeners);
      if (stop !== undefined) {
        stop('SIGINT');
        break;
      }
      await wait(5);
    }
    return await ended;
  } finally {
    streams.forEach((stream, index) => {
      stream.isTTY = were[index];
    });
  }
}

/** What commands themselves write beside text: a line that is drawn again, and the colours of a gate. */
const ESCAPE = '\u001b';
const OWN = new RegExp(`\\r${ESCAPE}\\[K|${ESCAPE}\\[(?:0|36|33|1;31)m`, 'g');

beforeAll(async () => {
  await writeHostileFiles(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('knows all commands', () => {
  expect(Object.keys(asked).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
});

for (const { name } of commands) {
  it(`${name} lets no name act on the terminal, nor begin a line`, async () => {
    let shown = 0;
    if (name === 'compare') cpSync(join(folder, out('run')), join(folder, out('other')), { recursive: true });
    for (const words of asked[name] ?? []) {
      const said = await onTerminal(words);
      const all = said.stdout + said.stderr;
      expect(all, `${JSON.stringify(words)} says nothing`).not.toBe('');
      const rest = all.replace(OWN, '').replaceAll('\n', '');
      expect(
        rest.match(/[\p{C}\p{Zl}\p{Zp}]/gu),
        `${JSON.stringify(words)}: ${JSON.stringify(all)}`,
      ).toBeNull();
      const injected = all
        .split('\n')
        .filter((line) => line.replace(OWN, '').trimStart().startsWith('INJECTED'));
      expect(injected, JSON.stringify(words)).toEqual([]);
      // One error has one line.
      if (said.status === 2)
        expect(
          said.stderr.split('\n').filter((line) => line.startsWith('passband: ')).length,
        ).toBeGreaterThan(0);
      if (words.includes('--json') && said.stdout !== '') {
        const text = JSON.stringify(JSON.parse(said.stdout));
        if (text.includes('INJECTED')) expect(text).toContain(JSON.stringify(EVIL).slice(1, -1));
      }
      if (all.includes('INJECTED')) shown++;
    }
    // The names did come that far.
    expect(shown).toBeGreaterThan(1);
  });
}
