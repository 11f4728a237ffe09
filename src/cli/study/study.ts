import type { Command } from 'commander';
import { addFlags } from '../terminal/flags.ts';
import { studyFlags } from './studyFlags.ts';

const notes = `
A study reruns a table or a figure of the paper, or an experiment of your own from a YAML file. Its runs lie in a store, named by what decides
their numbers: studies share them, what was stopped goes on, and nothing is trained twice. Several processes may work on one store at the same
time, on one machine or on several.
--scale smoke     seconds, to see that everything runs; the numbers mean nothing
--scale laptop    all studies in a night on two cores of the planted data, in a day or two of others: --dry-run says how long
--scale paper     the paper's networks, sizes and epochs

Examples:
  What there is, and what it would take:
    $ passband study --list
    $ passband study generalisation --dataset cifar-10 --dry-run
  One figure of the paper on the built-in data set; then all of them:
    $ passband study heuristics
    $ passband study all --seeds 3
  An experiment of your own:
    $ passband study heuristics --print > mine.yaml
    $ passband study mine.yaml
  Look at what is there, while it runs too:
    $ passband serve studies
`;

/** Declares `passband study`; what it runs is loaded when it runs. */
export function addStudyCommand(program: Command): void {
  const command = program
    .command('study')
    .description(
      'Rerun a table or figure of the paper, or an experiment of your own, and say which claims hold.',
    )
    .argument('[STUDY...]', 'names of studies, all, or one YAML file');
  addFlags(command, studyFlags)
    .addHelpText('after', notes)
    .action(async (names, options) => (await import('./runStudy.ts')).runStudy(names, options));
}
