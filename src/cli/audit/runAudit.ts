import { datasetForms } from '../../data/datasetNames.ts';
import { flagOf } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import type { Audited } from '../../workflows/audit/auditModels.ts';
import { auditDefaults } from '../../workflows/audit/resolveAudit.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import { findModel } from '../../workflows/models/findModel.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt, INTERRUPTED } from '../terminal/interruption.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { goingOn, knownRequest, type Resumable, refuseKnown, typedFlags } from '../terminal/resume.ts';
import { type AuditFlags, auditFlags } from './auditFlags.ts';
import { auditText } from './auditText.ts';

const resumable: Resumable = { name: 'audit', files: ['comparison.json', 'audit.json'] };

/**
 * Runs `passband audit`: a summary on stdout, progress on stderr.
 *
 * @param typed names of the flags that were typed
 */
export async function runAudit(
  paths: readonly string[],
  given: AuditFlags,
  typed: readonly string[],
): Promise<void> {
  const { quiet = false, json = false, resume } = given;
  const known =
    resume === undefined ? undefined : await knownRequest(resume, resumable, { models: paths, typed });
  const models = known?.models ?? paths;
  if (models.length === 0)
    throw new UserError('audit needs a model, as passband audit model.onnx --dataset cifar-10');
  const flags = readFlags(auditFlags, { ...given, ...known?.flags });
  const fixed = Object.keys(auditDefaults).filter((flag) => typed.includes(flag));
  if (flags.plan !== undefined && fixed.length > 0) {
    throw new UserError(`--plan repeats all of an earlier audit; leave out ${fixed.map(flagOf).join(', ')}`);
  }
  const out = resume ?? flags.out;
  if (out === undefined) throw new UserError('audit needs a folder for its results, as --out DIR');
  if (flags.dataset === undefined && !(await areRuns(models))) {
    throw new UserError(`audit needs labelled images: --dataset ${datasetForms}`);
  }
  if (resume === undefined) refuseKnown(out, resumable);
  const progress = quiet || json ? noProgress : terminalProgress();
  const signal = abortOnInterrupt(() => progress.say('Stopping; what is done is kept.'));
  const request = known ?? { models: [...models], flags: typedFlags(given, typed) };
  // The engine takes a second to load.
  const { auditModels } = await import('../../workflows/audit/auditModels.ts');
  const now = () => performance.now();
  const done = await goingOn(out, resumable, () =>
    auditModels(models, flags, { out, request, progress, signal, now }),
  );
  if (json) printJson(done);
  else if (!quiet) printLines(auditText(done.audits, out));
  if (isStopped(done)) {
    progress.say(`Stopped. To go on: passband audit --resume ${out}`);
    process.exitCode = INTERRUPTED;
  }
}

const isStopped = ({ audits, comparison }: Audited) =>
  [...audits, ...(comparison ? [comparison] : [])].some(({ status }) => status !== 'finished');

async function areRuns(models: readonly string[]): Promise<boolean> {
  const found = await Promise.all(models.map((path) => findModel(path)));
  return found.every(({ data }) => data.dataset !== undefined);
}
