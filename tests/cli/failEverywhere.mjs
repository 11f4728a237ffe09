// Runs a command undisturbed, then once for each session that it makes, which cannot be made (failingSessions.mjs, which is
// preloaded), and once with sessions that no longer run, from half-way on. One process, since each would load the same packages;
// it prints what became of each as JSON, and must end by itself: a thread that a failure left behind would keep it.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { runCommand } from '../../dist/cli/runCommand.js';

const { CALLS } = process.env;
const words = process.argv.slice(2);

async function once(index, fail = {}) {
  Object.assign(process.env, fail);
  rmSync(CALLS, { force: true });
  let stderr = '';
  const { write } = process.stderr;
  process.stderr.write = (text) => {
    stderr += text;
    return true;
  };
  process.exitCode = undefined;
  await runCommand(words.map((word) => (word === 'OUT' ? `everywhere-${index}-${process.pid}` : word)));
  process.stderr.write = write;
  return { code: process.exitCode ?? 0, stderr };
}

const callsOf = (kind) =>
  (existsSync(CALLS) ? readFileSync(CALLS, 'utf8') : '')
    .split('\n')
    .filter((line) => line.startsWith(`${kind} `))
    .map((line) => line.split(' ')[1]);

const whole = await once(0);
const create = callsOf('create');
const run = callsOf('run');
// One of each size: every thread makes the same ones.
const places = create.flatMap((size, at) => (create.indexOf(size) === at ? [at + 1] : []));
const failed = [];
for (const place of places) {
  failed.push({ place, ...(await once(place, { FAIL: 'create', FAIL_FROM: `${place}` })) });
}
const half = Math.ceil(run.length / 2);
const halfWay = { place: half, ...(await once('half', { FAIL: 'run', FAIL_FROM: `${half}` })) };
process.stdout.write(JSON.stringify({ whole, sessions: create.length, runs: run.length, failed, halfWay }));
process.exitCode = 0;
