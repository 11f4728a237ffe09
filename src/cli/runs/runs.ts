import type { Command } from 'commander';
import { UserError } from '../../wording/userError.ts';
import { addFlags, typedOf } from '../terminal/flags.ts';
import { compareFlags, listFlags, pruneFlags, removeFlags } from './runsFlags.ts';

const notes = `
Lists the runs of a store: what tells each from the others of its network and data set, how far it is, its accuracy on test and training
images, its size on disk, and the studies that need it. The last line is the run that was at work last.
A condition is a key, one of = != < <= > >=, and a value; < and > need quotes in a shell. Keys are the settings of passband train, and
status (empty, stopped, running, trained, failed, unreadable), dataset, epoch, accuracy, trainAccuracy and study.
RUN is the name of a run's folder in the store, or a beginning of it that no other run's has.

Examples:
  $ passband runs
  $ passband runs --where network=lenet --where "accuracy>=0.9"
  $ passband runs compare 4acf 93b1
  $ passband runs remove 4acf --yes
  $ passband runs prune --checkpoints
`;

/** Declares `passband runs` and the commands below it; what they run is loaded when it runs. */
export function addRunsCommand(program: Command): void {
  // So that --json behind the name of a command below is that command's.
  program.enablePositionalOptions();
  const command = program
    .command('runs')
    .description('List the runs of a store of studies, compare their settings, and delete runs.')
    .argument('[STORE]', 'folder of the store', 'studies')
    .enablePositionalOptions();
  addFlags(command, listFlags)
    .addHelpText('after', notes)
    .action(async (store, options) => (await import('./listCommand.ts')).runList(store, options));

  const compare = command
    .command('compare')
    .description('Show the settings in which runs differ, side by side.')
    .argument('<RUN...>', 'two runs or more');
  addFlags(compare, compareFlags).action(async (names, options, self: Command) => {
    refuseBefore(self);
    await (await import('./compareCommand.ts')).runCompareSettings(names, options);
  });

  const remove = command
    .command('remove')
    .description('Delete runs, each with all that was measured of it.')
    .argument('<RUN...>', 'the runs');
  addFlags(remove, removeFlags).action(async (names, options, self: Command) => {
    refuseBefore(self);
    await (await import('./removeCommands.ts')).runRemove(names, options);
  });

  const prune = command
    .command('prune')
    .description('Delete the runs that no study of the store needs, and folders without a run.');
  addFlags(prune, pruneFlags).action(async (options, self: Command) => {
    refuseBefore(self);
    await (await import('./removeCommands.ts')).runPrune(options);
  });
}

/** A condition of the list must not be taken for one of what is deleted. */
function refuseBefore(self: Command): void {
  const [flag] = typedOf(self.parent!);
  if (flag === undefined) return;
  throw new UserError(
    `--${flag} is a flag of passband runs, and stands before ${self.name()}; flags of passband runs ${self.name()} stand behind its name`,
  );
}
