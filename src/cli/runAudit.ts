import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type AuditRequest, auditRequestSchema } from '../audit/auditRecord.ts';
import { auditSettings } from '../audit/auditSettings.ts';
import { flagOf } from '../report/shellCommand.ts';
import { parseJson } from '../training/parseJson.ts';
import { type AuditFlags, radiiOf } from './auditFlags.ts';
import type { Audited } from './auditModels.ts';
import { auditText } from './auditText.ts';
import { findModel } from './findModel.ts';
import { abortOnInterrupt, INTERRUPTED } from './interruption.ts';
import { modelSettings } from './modelSettings.ts';
import { noProgress, terminalProgress } from './progress.ts';
import { epsilonsOf } from './smoothFlags.ts';
import { UserError } from './userError.ts';

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
  const known = resume === undefined ? undefined : await knownRequest(resume, paths, typed);
  const flags: AuditFlags = known ? { ...given, ...known.flags } : given;
  const models = known?.models ?? paths;
  if (models.length === 0)
    throw new UserError('audit needs a model, as passband audit model.onnx --dataset cifar-10');
  const out = resume ?? flags.out;
  if (out === undefined) throw new UserError('audit needs a folder for its results, as --out DIR');
  if (flags.dataset === undefined && !(await areRuns(models))) {
    throw new UserError(
      'audit needs labelled images, as --dataset cifar-10, a folder of images or an .npz file',
    );
  }
  const settings = auditSettings({
    ...{ budget: flags.budget, preset: flags.preset },
    seed: modelSettings(flags).seed,
    radii: radiiOf(flags.radius),
    epsilons: epsilonsOf(flags.epsilon),
  });
  if (resume === undefined) await refuseKnown(out);
  const progress = quiet || json ? noProgress : terminalProgress(process.stderr);
  const signal = abortOnInterrupt(() => progress.say('Stopping; what is done is kept.'));
  const request = known ?? { models: [...models], flags: typedFlags(given, typed) };
  // The engine takes a second to load.
  const { auditModels } = await import('./auditModels.ts');
  const done = await auditModels({ models, flags, out, settings, request, progress, signal });
  if (json) process.stdout.write(`${JSON.stringify(done)}\n`);
  else if (!quiet) process.stdout.write(auditText(done.audits, out));
  if (isStopped(done)) {
    progress.say(`Stopped. To go on: passband audit --resume ${out}`);
    process.exitCode = INTERRUPTED;
  }
}

const isStopped = ({ audits, comparison }: Audited) =>
  [...audits, ...(comparison ? [comparison] : [])].some(({ status }) => status !== 'finished');

const names = ['comparison.json', 'audit.json'];

/** What the audit in a folder was asked to do. */
async function knownRequest(
  folder: string,
  paths: readonly string[],
  typed: readonly string[],
): Promise<AuditRequest> {
  const extra = [
    ...paths,
    ...typed.filter((name) => !['resume', 'quiet', 'json'].includes(name)).map(flagOf),
  ];
  if (extra.length > 0) {
    throw new UserError(`--resume goes on with what the audit was asked for; leave out ${extra.join(', ')}`);
  }
  for (const name of names) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) {
      return parseJson(z.object({ request: auditRequestSchema }), text, path).request;
    }
  }
  throw new UserError(`${folder} holds no audit (there is neither audit.json nor comparison.json)`);
}

async function refuseKnown(folder: string): Promise<void> {
  for (const name of names) {
    const found = await readFile(join(folder, name)).catch(() => undefined);
    if (found) {
      throw new UserError(
        `--out: ${folder} holds an audit already; go on with --resume ${folder}, or name another folder`,
      );
    }
  }
}

async function areRuns(models: readonly string[]): Promise<boolean> {
  const found = await Promise.all(models.map((path) => findModel(path)));
  return found.every(({ dataFlags }) => dataFlags.dataset !== undefined);
}

function typedFlags(flags: AuditFlags, typed: readonly string[]): Record<string, string> {
  const entries = Object.entries(flags).filter(
    ([name]) => typed.includes(name) && !['out', 'resume', 'quiet', 'json'].includes(name),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
