#!/usr/bin/env node
import { MISTAKE, runCommand } from './runCommand.ts';
import { INTERRUPTED } from './terminal/interruption.ts';
import { complain } from './terminal/print.ts';

const PATIENCE_MS = 2000;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, such as `| head`, is no error.
  if (error.code === 'EPIPE') process.exit();
  complain(Object.assign(error, { path: 'stdout' }));
  process.exit(MISTAKE);
});
// Nobody can be told that nobody can be told: the work goes on, and its record says how it ended.
process.stderr.on('error', () => {});

await runCommand(process.argv.slice(2));
// All that was begun has ended by now. Should a thread hang all the same, it does not keep the command.
if (process.exitCode === MISTAKE) setTimeout(() => process.exit(), PATIENCE_MS).unref();
// Nor does one that is loading a model keep a command that was stopped: what it waits for is native code, which `process.exit` would
// wait for too.
if (process.exitCode === INTERRUPTED) {
  setTimeout(() => process.kill(process.pid, 'SIGINT'), PATIENCE_MS).unref();
}
// Nor does a reader of progress that has stopped reading, which nobody can be told.
setInterval(() => {
  if (process.stderr.writableLength > 0 && process.stdout.writableLength === 0) process.exit();
}, PATIENCE_MS).unref();
