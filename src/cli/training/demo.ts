import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';
import { configFlags } from './configFlags.ts';

const examples = `
Example:
  $ passband demo --seed 1

The same as "passband train --dataset planted", in a minute or two on two cores. The data set is made on the spot.
`;

/** Declares `passband demo`, which `npm start` runs. */
export function addDemoCommand(program: Command): void {
  const command = program
    .command('demo')
    .description('Train a small network on the planted data set and show which frequencies it uses.');
  const { seed, epochs, threads, out } = configFlags;
  addFlags(command, { seed, epochs, threads, out, ...outputFlags })
    .addHelpText('after', examples)
    .action(async (options) => (await import('./runTrain.ts')).runTrain({ dataset: 'planted', ...options }));
}
