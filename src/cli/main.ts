#!/usr/bin/env node
import { MISTAKE, runCommand } from './runCommand.ts';

const PATIENCE_MS = 2000;

// A reader that has seen enough, such as `| head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

await runCommand(process.argv.slice(2));
// All that was begun has ended by now. Should a thread hang all the same, it does not keep the command.
if (process.exitCode === MISTAKE) setTimeout(() => process.exit(), PATIENCE_MS).unref();
