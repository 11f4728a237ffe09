// Runs commands, each undisturbed, then once for each session that it makes, which cannot be made (failingSessions.mjs, which is
// preloaded), once with sessions that no longer run from half-way on, and once with a SIGTERM there. One process for all, since
// each would load the same packages. A line of JSON says what became of each command; at the end the process must end by itself,
// for a thread that a failure left behind would keep it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runCommand } from '../../dist/cli/runCommand.js';

const { CALLS } = process.env;
let outs = 0;

async function once(words, fail = {}) {
  writeFileSync(`${CALLS}.json`, JSON.stringify(fail));
  rmSync(CALLS, { force: true });
  let stderr = '';
  const { write } = process.stderr;
  process.stderr.write = (text) => {
    stderr += text;
    return true;
  };
  process.exitCode = undefined;
  const out = `everywhere-${outs++}-${process.pid}`;
  await runCommand(words.map((word) => (word === 'OUT' ? out : word)));
  process.stderr.write = write;
  return { code: process.exitCode ?? 0, stderr };
}

const callsOf = (kind) =>
  (existsSync(CALLS) ? readFileSync(CALLS, 'utf8') : '')
    .split('\n')
    .filter((line) => line.startsWith(`${kind} `))
    .map((line) => line.split(' ')[1]);

for (const [name, words] of Object.entries(JSON.parse(process.argv[2]))) {
  const whole = await once(words);
  const create = callsOf('create');
  const half = Math.ceil(callsOf('run').length / 2);
  // One of each size: every thread makes the same ones.
  const places = create.flatMap((size, at) => (create.indexOf(size) === at ? [at + 1] : []));
  const failed = [];
  for (const place of places) {
    failed.push({ place, ...(await once(words, { FAIL: 'create', FAIL_FROM: `${place}` })) });
  }
  const halfWay = { place: half, ...(await once(words, { FAIL: 'run', FAIL_FROM: `${half}` })) };
  const stopped = { place: half, ...(await once(words, { TERM_AT: `${half}` })) };
  process.stdout.write(
    `${JSON.stringify({ name, whole, sessions: create.length, failed, halfWay, stopped })}\n`,
  );
}
rmSync(`${CALLS}.json`);
process.exitCode = 0;
