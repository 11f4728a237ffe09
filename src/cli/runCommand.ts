import { Command, CommanderError } from 'commander';
import { flagOf } from '../wording/shellCommand.ts';
import { UserError } from '../wording/userError.ts';
import { passbandVersion } from '../workflows/common/version.ts';
import { commands } from './commands.ts';
import { endInterruption, INTERRUPTED } from './terminal/interruption.ts';
import { complain, printLines, tell } from './terminal/print.ts';

/** Exit codes: 0 done, 1 a gate failed, 2 something to mend (flags, files, data, a study's runs that failed), 130 stopped with Ctrl-C. */
export const MISTAKE = 2;

/**
 * Runs a command in this process. What it says goes to stdout and stderr, its outcome to `process.exitCode`.
 *
 * @param words the command line behind `passband`
 */
export async function runCommand(words: readonly string[]): Promise<void> {
  const program = new Command('passband')
    .description('Shows which image frequencies a vision model relies on.')
    .version(passbandVersion())
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => printLines(linesOf(text)),
      writeErr: (text) => tell(...linesOf(text)),
      outputError: complain,
    })
    .exitOverride()
    .hook('preAction', (_, command) => refuseEmpty(command))
    .addHelpText(
      'after',
      '\nExample:\n  $ passband train --dataset fashion-mnist --network lenet --epochs 5\n',
    );

  try {
    // Only the command that was asked for is loaded, so that --help answers at once.
    const wanted = words.find((word) => !word.startsWith('-') && word !== 'help');
    for (const { name, summary, load } of commands) {
      if (name === wanted) (await load())(program);
      else program.command(name).description(summary);
    }
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 || error.code === 'commander.help' ? 0 : MISTAKE;
      return;
    }
    // Stopped while loading or measuring, where there is nothing to save.
    if (error instanceof Error && error.name === 'AbortError') {
      process.exitCode = INTERRUPTED;
      return;
    }
    complain(error);
    process.exitCode = MISTAKE;
  } finally {
    endInterruption();
  }
}

/** A variable of a script that is empty is a mistake, and no file or host has such a name. */
function refuseEmpty(command: Command): void {
  const isEmpty = (value: unknown) => typeof value === 'string' && value.trim() === '';
  const [flag] = Object.entries(command.opts()).find(([, value]) => isEmpty(value)) ?? [];
  if (flag !== undefined) throw new UserError(`${flagOf(flag)} is empty; give it a value or leave it out`);
  if (command.args.some(isEmpty)) {
    throw new UserError(`an argument of ${command.name()} is empty; give it a value or leave it out`);
  }
}

const linesOf = (text: string) => text.replace(/\n$/, '').split('\n');
