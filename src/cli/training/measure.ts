import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { measureFlags } from './measureFlags.ts';

const examples = `
Examples:
  $ passband measure runs/lenet --radius 2,6,10,14
  $ passband measure runs/lenet --radius 8 --checkpoint best --json
`;

/** Declares `passband measure`; what it runs is loaded when it runs. */
export function addMeasureCommand(program: Command): void {
  const command = program
    .command('measure')
    .description("Measure a run's network at other radii, without training.")
    .argument('<RUN>', "the run's folder");
  addFlags(command, measureFlags)
    .addHelpText('after', examples)
    .action(async (folder, options) => (await import('./runMeasure.ts')).runMeasure(folder, options));
}
