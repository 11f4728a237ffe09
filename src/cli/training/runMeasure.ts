import { UserError } from '../../wording/userError.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt } from '../terminal/interruption.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { type MeasureFlags, measureFlags } from './measureFlags.ts';
import { readConfig } from './readConfig.ts';
import { summary } from './summary.ts';

/** Runs `passband measure`. */
export async function runMeasure(folder: string, flags: MeasureFlags): Promise<void> {
  const { quiet, json, checkpoint, maxMemory, ...typed } = readFlags(measureFlags, flags);
  const { radius, dataDir, threads } = readConfig(typed);
  if (radius === undefined) throw new UserError('measure needs radii, as --radius 4,8,12,16');
  const progress = quiet || json ? noProgress : terminalProgress();
  const signal = abortOnInterrupt(() => progress.say('Stopping.'));
  const settings = { radius, checkpoint, dataDir: dataDir ?? undefined, threads, maxMemory };
  const { measureRun } = await import('../../workflows/training/measureRun.ts');
  const record = await measureRun(folder, settings, { progress, signal });
  if (json) printJson(record);
  else if (!quiet) printLines([`${folder} after epoch ${record.epoch}`, ...summary(record.rows)]);
}
