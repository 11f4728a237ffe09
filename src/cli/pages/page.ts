import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { pageFlags } from './pageFlags.ts';

const notes = `
DIR gets the page as files; any static host serves them, from a subfolder too. It runs in the visitor's browser alone:
nothing is uploaded. A folder that holds an earlier export is replaced, any other must be new or empty.

Example:
  $ passband page --out site
`;

/** Declares `passband page`; what it runs is loaded when it runs. */
export function addPageCommand(program: Command): void {
  const command = program
    .command('page')
    .description('Write the page that looks at images and models as files for any static host.');
  addFlags(command, pageFlags)
    .addHelpText('after', notes)
    .action(async (options) => (await import('./runPage.ts')).runPage(options));
}
