import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { compareFlags } from './compareFlags.ts';

const notes = `
The page has the runs' curves on x, LFC and HFC in the same charts, the settings in which they differ, and their last
numbers with intervals. The first run is what the others are compared with. A study's folder stands for its complete runs.
Several finished models are compared by passband audit MODEL MODEL.

Examples:
  $ passband compare runs/natural runs/adversarial --out compare.html
  $ passband compare runs/seed-* --out seeds.html
  $ passband compare studies/heuristics-planted-laptop --out heuristics.html
`;

/** Declares `passband compare`; what it runs is loaded when it runs. */
export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('Show several training runs side by side in one page.')
    .argument('<RUN...>', "the runs' folders, two or more, or a study's");
  addFlags(command, compareFlags)
    .addHelpText('after', notes)
    .action(async (folders, options) => (await import('./runCompare.ts')).runCompare(folders, options));
}
