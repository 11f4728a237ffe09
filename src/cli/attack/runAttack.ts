import { methodNames, methods } from '../../attacks/methods/methods.ts';
import { UserError } from '../../wording/userError.ts';
import { makeFolder } from '../../workflows/common/makeFolder.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import { findModel } from '../../workflows/models/findModel.ts';
import { type FlagValues, readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt, INTERRUPTED } from '../terminal/interruption.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { knownRequest, type Resumable, refuseKnown, typedFlags } from '../terminal/resume.ts';
import { type AttackFlags, attackFlags } from './attackFlags.ts';
import { attackTask } from './attackTask.ts';
import { attackText } from './attackText.ts';

type Values = FlagValues<typeof attackFlags>;

const resumable: Resumable = { name: 'attack', files: ['attack.json'] };

/**
 * Runs `passband attack`: the table on stdout, progress on stderr.
 *
 * @param typed names of the flags that were typed
 */
export async function runAttack(
  given: string | undefined,
  typedValues: AttackFlags,
  typed: readonly string[],
): Promise<void> {
  const { quiet = false, json = false, resume } = typedValues;
  const models = given === undefined ? [] : [given];
  const known = resume === undefined ? undefined : await knownRequest(resume, resumable, { models, typed });
  const [path] = known?.models ?? models;
  if (path === undefined) {
    throw new UserError('attack needs a model, as passband attack model.onnx --dataset cifar-10');
  }
  const flags = readFlags(attackFlags, { ...typedValues, ...known?.flags });
  const task = attackTask(flags);
  const out = resume ?? flags.out;
  if (out === undefined) throw new UserError('attack needs a folder for its results, as --out DIR');
  if (resume === undefined) refuseKnown(out, resumable);
  if ((flags.dataset ?? (await findModel(path)).data.dataset) === undefined) {
    throw new UserError(
      'attack needs labelled images, as --dataset cifar-10, a folder of images or an .npz file',
    );
  }
  const progress = quiet || json ? noProgress : terminalProgress(process.stderr);
  const signal = abortOnInterrupt(() => progress.say('Stopping; what is done is kept.'));
  // The engine takes a second to load.
  const [{ openModel }, { attackModel }] = await Promise.all([
    import('../../workflows/models/openModel.ts'),
    import('../../workflows/attack/attackModel.ts'),
  ]);
  const open = await openModel(path, flags, { progress, signal });
  try {
    refuseWithoutGradient(open.preflight.problems, flags);
    if (task.preset === 'paper') requireClasses(open.classifier.classes, flags);
    for (const notice of open.notices) progress.say(`Note: ${notice}`);
    await makeFolder(out);
    const request = known ?? { models: [path], flags: typedFlags(flags, typed) };
    const record = await attackModel(open, { task, out, request, progress, signal });
    if (json) process.stdout.write(`${JSON.stringify(record)}\n`);
    else if (!quiet) process.stdout.write(attackText(record, out));
    if (record.status === 'stopped') {
      progress.say(`Stopped. To go on: passband attack --resume ${out}`);
      process.exitCode = INTERRUPTED;
    }
  } finally {
    progress.end();
    await open.release();
  }
}

function refuseWithoutGradient(problems: readonly { readonly message: string }[], { method }: Values) {
  if (problems.length === 0 || methods[method].needs === 'logits') return;
  const others = methodNames.filter((name) => methods[name].needs === 'logits').join(' and ');
  const [{ message }] = problems;
  throw new UserError(`${method} needs a gradient; --method ${others} do without: ${message}`);
}

function requireClasses(classes: number, { loss }: Values): void {
  if (loss === 'dlr' && classes < 3) {
    throw new UserError(`--loss dlr needs a model of 3 classes or more, this one has ${classes}`);
  }
}
