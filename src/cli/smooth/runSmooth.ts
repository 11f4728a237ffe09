import { join } from 'node:path';
import { ascending } from '../../statistics/ascending.ts';
import { shellCommand } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt } from '../terminal/interruption.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { type SmoothFlags, smoothFlags } from './smoothFlags.ts';
import { smoothingText } from './smoothingText.ts';

/** Runs `passband smooth`: the table on stdout, progress on stderr. */
export async function runSmooth(path: string, typed: SmoothFlags): Promise<void> {
  const flags = readFlags(smoothFlags, typed);
  const { out, quiet = false, json = false } = flags;
  const settings = { ...flags, rho: ascending(flags.rho) };
  if (out === undefined) throw new UserError('smooth needs a folder for its results, as --out DIR');
  const progress = quiet ? noProgress : terminalProgress();
  const signal = abortOnInterrupt(() => progress.say('Stopping.'));
  const command = shellCommand(['passband', 'smooth', path], { ...typed });
  const { smoothModel } = await import('../../workflows/smooth/smoothModel.ts');
  const record = await smoothModel(path, settings, { out, command, progress, signal });
  if (json) printJson(record);
  else if (!quiet) printLines([...smoothingText(record.smoothing), '', `Page: ${join(out, 'smooth.html')}`]);
}
