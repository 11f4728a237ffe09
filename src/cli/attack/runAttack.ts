import { datasetForms } from '../../data/datasetNames.ts';
import { UserError } from '../../wording/userError.ts';
import { attackTask } from '../../workflows/attack/attackTask.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import { findModel } from '../../workflows/models/findModel.ts';
import { epsilonsOf } from '../terminal/flagKinds.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt, INTERRUPTED } from '../terminal/interruption.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { goingOn, knownRequest, type Resumable, refuseKnown, typedFlags } from '../terminal/resume.ts';
import { type AttackFlags, attackFlags } from './attackFlags.ts';
import { attackText } from './attackText.ts';

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
  const settings = { ...flags, epsilon: epsilonsOf(flags.epsilon, flags.norm ?? 'linf') };
  // The engine takes a second to load, which a mistake in the flags should not wait for.
  attackTask(settings);
  const out = resume ?? flags.out;
  if (out === undefined) throw new UserError('attack needs a folder for its results, as --out DIR');
  if (resume === undefined) refuseKnown(out, resumable);
  if ((settings.dataset ?? (await findModel(path)).data.dataset) === undefined) {
    throw new UserError(`attack needs labelled images: --dataset ${datasetForms}`);
  }
  const progress = quiet || json ? noProgress : terminalProgress();
  const signal = abortOnInterrupt(() => progress.say('Stopping; what is done is kept.'));
  const request = known ?? { models: [path], flags: typedFlags(typedValues, typed) };
  const { attackModel } = await import('../../workflows/attack/attackModel.ts');
  const record = await goingOn(out, resumable, () =>
    attackModel(path, settings, { out, request, progress, signal }),
  );
  if (json) printJson(record);
  else if (!quiet) printLines(attackText(record, out));
  if (record.status === 'stopped') {
    progress.say(`Stopped. To go on: passband attack --resume ${out}`);
    process.exitCode = INTERRUPTED;
  }
}
