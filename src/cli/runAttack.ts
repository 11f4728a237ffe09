import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AttackRecord } from '../audit/attackRecord.ts';
import { type AttackFlags, attackCommand, attackTask } from './attackFlags.ts';
import { attackText } from './attackText.ts';
import { findModel } from './findModel.ts';
import { abortOnInterrupt } from './interruption.ts';
import { makeFolder } from './makeFolder.ts';
import { noProgress, terminalProgress } from './progress.ts';
import { UserError } from './userError.ts';

/** Runs `passband attack`: the table on stdout, progress on stderr. */
export async function runAttack(path: string, flags: AttackFlags): Promise<void> {
  const { quiet = false, json = false } = flags;
  const task = attackTask(flags);
  const out = outOf(flags);
  if ((flags.dataset ?? (await findModel(path)).dataFlags.dataset) === undefined) {
    throw new UserError(
      'attack needs labelled images, as --dataset cifar-10, a folder of images or an .npz file',
    );
  }
  const progress = quiet || json ? noProgress : terminalProgress(process.stderr);
  const signal = abortOnInterrupt(() => progress.say('Stopping; the attacks that are done are kept.'));
  // The engine takes a second to load.
  const [{ openModel }, { attackModel }] = await Promise.all([
    import('./openModel.ts'),
    import('./attackModel.ts'),
  ]);
  const open = await openModel(path, flags, { progress, signal });
  try {
    refuseWithoutGradient(open.preflight.problems, flags);
    if (task.preset === 'paper') requireClasses(open.classifier.classes, flags);
    for (const notice of open.notices) progress.say(`Note: ${notice}`);
    await makeFolder(out);
    const command = attackCommand(path, flags);
    const record: AttackRecord = await attackModel(open, { task, out, command, progress, signal });
    if (json) process.stdout.write(`${JSON.stringify(record)}\n`);
    else if (!quiet) process.stdout.write(attackText(record, out));
  } finally {
    progress.end();
    await open.release();
  }
}

/** The folder for the results, which holds none yet. */
function outOf({ out }: AttackFlags): string {
  if (out === undefined) throw new UserError('attack needs a folder for its results, as --out DIR');
  if (existsSync(join(out, 'attack.json'))) {
    throw new UserError(`--out: ${out} holds the results of an earlier attack; name another folder`);
  }
  return out;
}

function refuseWithoutGradient(problems: readonly { readonly message: string }[], { method }: AttackFlags) {
  if (problems.length === 0 || method === 'square' || method === 'noise') return;
  const [{ message }] = problems;
  throw new UserError(`${method} needs a gradient; --method square and noise do without: ${message}`);
}

function requireClasses(classes: number, { loss }: AttackFlags): void {
  if (loss === 'dlr' && classes < 3) {
    throw new UserError(`--loss dlr needs a model of 3 classes or more, this one has ${classes}`);
  }
}
