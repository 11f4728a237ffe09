import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { serveFlags } from './serveFlags.ts';

const notes = `
RUNS is a folder of runs and audits, ./runs where that is there. The page lists them, opens their reports and follows
a training as its epochs end. Without RUNS it shows single images and models alone.

Only this machine reaches the page, unless --host says otherwise; then everyone needs the secret in the address that is
printed. Nothing outside RUNS can be read, and nothing is written. Ctrl-C ends it.

Examples:
  $ passband serve
  $ passband serve results/2026 --open
  $ passband serve --host 0.0.0.0 --port 8080
`;

/** Declares `passband serve`; what it runs is loaded when it runs. */
export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .description('Show runs and audits in the browser, and training as it goes on.')
    .argument('[RUNS]', 'folder of runs and audits');
  addFlags(command, serveFlags)
    .addHelpText('after', notes)
    .action(async (runs, options) => (await import('./runServe.ts')).runServe(runs, options));
}
