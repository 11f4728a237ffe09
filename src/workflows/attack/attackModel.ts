import { methodsByLogits } from '../../attacks/methods/methods.ts';
import type { CommandRequest } from '../../audit/plan/commandRequest.ts';
import type { AttackRecord } from '../../audit/records/attackRecord.ts';
import { UserError } from '../../wording/userError.ts';
import { requestOf } from '../common/requestOf.ts';
import { withLease } from '../common/withLease.ts';
import { controlsOf, type WorkflowOptions } from '../common/workflowOptions.ts';
import type { ModelSettings } from '../models/modelSettings.ts';
import { openModel } from '../models/openModel.ts';
import { type AttackChoices, attackDefaults } from './attackChoices.ts';
import { attackOpenModel } from './attackOpenModel.ts';
import { attackTask } from './attackTask.ts';

export interface AttackModelSettings extends ModelSettings, AttackChoices {}

export interface AttackModelOptions extends WorkflowOptions {
  /** The folder for the results; an attack that was stopped in it goes on. */
  readonly out: string;
  /** What the record says was asked for; by default the settings as flags. */
  readonly request?: CommandRequest | undefined;
}

/**
 * Attacks a model on its test images, as `passband attack` does, and writes `attack.json`, the images that were made and
 * pictures of some of them.
 *
 * @param path an `.onnx` file, or a folder with a `model.onnx` such as a run's
 * @returns the record, `finished`, or `stopped` when the signal aborted; done again with the same settings it goes on
 * @throws UserError (or Error) of one line for whatever does not fit; what was done before is kept
 */
export async function attackModel(
  path: string,
  settings: AttackModelSettings,
  { out, request = requestOf([path], settings), ...options }: AttackModelOptions,
): Promise<AttackRecord> {
  const controls = controlsOf(options);
  const task = attackTask(settings);
  const open = await openModel(path, settings, controls);
  try {
    refuseWithoutGradient(open.preflight.problems, settings);
    if (task.preset === 'paper') requireClasses(open.classifier.classes, settings);
    for (const notice of open.notices) controls.progress.note(notice);
    return await withLease(out, controls, () => attackOpenModel(open, { task, out, request, ...controls }));
  } finally {
    controls.progress.end();
    await open.release();
  }
}

function refuseWithoutGradient(
  problems: readonly { readonly message: string }[],
  { method = attackDefaults.method }: AttackModelSettings,
): void {
  if (problems.length === 0 || methodsByLogits.includes(method)) return;
  const [{ message }] = problems;
  throw new UserError(
    `${method} needs a gradient; --method ${methodsByLogits.join(' and ')} do without: ${message}`,
  );
}

function requireClasses(classes: number, { loss }: AttackModelSettings): void {
  if (loss === 'dlr' && classes < 3) {
    throw new UserError(`--loss dlr needs a model of 3 classes or more, this one has ${classes}`);
  }
}
