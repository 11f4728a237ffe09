import { basename, dirname, extname, join } from 'node:path';
import { datasetForms } from '../../data/datasetNames.ts';
import { availableCores } from '../../runtime/cores.ts';
import { ConfigConflict, resolveConfig, type TrainingConfig } from '../../training/config/config.ts';
import { readHistory } from '../../training/run/history.ts';
import { openRun, type Run } from '../../training/run/runFolder.ts';
import { classification } from '../../training/tasks/classification/classification.ts';
import { flagOf, shellCommand } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import type { TrainRunOptions } from '../../workflows/training/trainRun.ts';
import { readFlags } from '../terminal/flags.ts';
import { freshFolder } from '../terminal/freshFolder.ts';
import { abortOnInterrupt, INTERRUPTED } from '../terminal/interruption.ts';
import { memoryFlags } from '../terminal/memoryFlags.ts';
import type { OutputFlags } from '../terminal/outputFlags.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { goingOn, type Resumable } from '../terminal/resume.ts';
import { readConfig, type TypedConfig } from './readConfig.ts';
import { startText } from './startText.ts';
import { summary } from './summary.ts';
import type { TrainFlags } from './trainFlags.ts';

const resumable: Resumable = { name: 'train', files: ['run.json'] };

/** Runs `passband train`. */
export async function runTrain(given: TrainFlags): Promise<void> {
  const { config: file, resume, quiet = false, json = false, maxMemory: typedMemory, ...flags } = given;
  const { maxMemory } = readFlags(memoryFlags, { maxMemory: typedMemory });
  const options = { quiet, json, maxMemory };
  if (resume === undefined) return trainAndTell(newConfig(flags, file), options);
  const { threads, ...others } = flags;
  const start = await knownRun(resume, others, file);
  await trainAndTell(start, { ...options, threads: readConfig({ threads }).threads });
}

interface TellOptions extends OutputFlags, Pick<TrainRunOptions, 'threads' | 'maxMemory'> {}

/** Trains, with progress on stderr, and prints what came out on stdout. */
async function trainAndTell(
  start: TrainingConfig | Run,
  { quiet, json, threads, maxMemory }: TellOptions,
): Promise<void> {
  const progress = quiet ? noProgress : terminalProgress();
  const folder = 'record' in start ? start.folder : start.out;
  const signal = abortOnInterrupt(() =>
    progress.say('Stopping after this batch; Ctrl-C again exits at once.'),
  );
  // The engine takes a second to load, which a mistake in the flags should not wait for.
  const { trainRun } = await import('../../workflows/training/trainRun.ts');
  const { record } = await goingOn(folder, resumable, () =>
    trainRun(start, {
      progress,
      ...{ signal, threads, maxMemory },
      now: Date.now,
      onStart: (begun) => {
        for (const line of startText(begun)) progress.say(line);
      },
    }),
  );
  const rows = await readHistory(folder, classification.columns);
  const page = join(folder, 'report.html');
  if (json) {
    printJson({ run: folder, report: page, ...record, history: rows });
    // A run that was stopped in its first epoch has no numbers to show.
  } else if (!quiet && rows.length > 0) {
    const serve = shellCommand(['passband', 'serve', dirname(folder)]);
    printLines(['', ...summary(rows), '', `Result page: ${page}`, `Beside other runs: ${serve}`]);
  }
  if (record.status === 'stopped') {
    progress.say(`Stopped. To go on: passband train --resume ${folder}`);
    process.exitCode = INTERRUPTED;
  }
}

function newConfig(flags: TypedConfig, file: string | undefined): TrainingConfig {
  const { dataset, ...given } = readConfig(flags, file);
  if (dataset === undefined) {
    throw new UserError(`train needs a data set: --dataset ${datasetForms}`);
  }
  try {
    const { network } = resolveConfig({ dataset, ...given }, { threads: 1, out: '.' });
    const out = freshFolder(join('runs', `${basename(dataset, extname(dataset))}-${network}`));
    return resolveConfig({ dataset, ...given }, { threads: availableCores(), out });
  } catch (error) {
    throw error instanceof ConfigConflict ? new UserError(error.say(flagOf)) : error;
  }
}

async function knownRun(folder: string, flags: TypedConfig, file: string | undefined): Promise<Run> {
  const extra = file === undefined ? Object.keys(flags).map(flagOf) : ['--config'];
  if (extra.length > 0) {
    throw new UserError(`--resume goes on with the run's own configuration; leave out ${extra.join(', ')}`);
  }
  return openRun(folder);
}
