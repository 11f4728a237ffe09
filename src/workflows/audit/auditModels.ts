import { join } from 'node:path';
import { attack } from '../../attacks/attack.ts';
import { attackPlan } from '../../audit/plan/attackPlan.ts';
import { auditImages } from '../../audit/plan/auditImages.ts';
import { type AuditChoices, type AuditSettings, choicesOf } from '../../audit/plan/auditSettings.ts';
import type { CommandRequest } from '../../audit/plan/commandRequest.ts';
import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import {
  type Comparison,
  comparePairs,
  comparisonKind,
  comparisonSchema,
} from '../../audit/records/comparison.ts';
import { type TransferModel, transfer } from '../../audit/robustness/transfer.ts';
import { folderInside, writeInside } from '../../files/inside.ts';
import { readRecord } from '../../files/readRecord.ts';
import { isQuantised } from '../../models/preflight/preflight.ts';
import { settled } from '../../runtime/settled.ts';
import { seededRandom } from '../../tensor/random.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import { requestOf } from '../common/requestOf.ts';
import { withLease } from '../common/withLease.ts';
import { controlsOf, type WorkflowControls, type WorkflowOptions } from '../common/workflowOptions.ts';
import { findModel } from '../models/findModel.ts';
import type { ModelSettings } from '../models/modelSettings.ts';
import { type OpenModel, openModel } from '../models/openModel.ts';
import { hasGradients } from './auditContext.ts';
import { auditOpenModel, modelName } from './auditOpenModel.ts';
import { readPlan, withSettings } from './readPlan.ts';
import { type GivenAudit, resolveAudit } from './resolveAudit.ts';
import { writeComparisonPage } from './writeAuditPage.ts';

export interface AuditModelsSettings extends ModelSettings, GivenAudit {}

export interface AuditModelsOptions extends WorkflowOptions {
  /** The folder for the results; audits that were stopped in it go on. */
  readonly out: string;
  /** What the records say was asked for; by default the settings as flags. */
  readonly request?: CommandRequest | undefined;
}

export interface Audited {
  /** As far as they came. */
  readonly audits: readonly AuditRecord[];
  /** Null of a single model. */
  readonly comparison: Comparison | null;
}

/** What is done, in full. */
interface Work extends WorkflowControls {
  readonly models: readonly string[];
  readonly given: ModelSettings;
  readonly choices: AuditChoices;
  readonly plan: AuditSettings | undefined;
  readonly request: CommandRequest;
}

/**
 * Audits models on their test images, as `passband audit` does: one into the folder `out` (`audit.json` and `audit.html`), or several into
 * folders of it and then side by side (`comparison.json` and `audit.html`).
 *
 * @param models `.onnx` files, or folders with a `model.onnx` such as runs'
 * @returns the records, `finished`, or `stopped` when the signal aborted; done again with the same settings they go on
 * @throws UserError (or Error) of one line for whatever does not fit; what was found before is kept
 */
export async function auditModels(
  models: readonly string[],
  given: AuditModelsSettings,
  { out, request = requestOf(models, given), ...options }: AuditModelsOptions,
): Promise<Audited> {
  const paths = await Promise.all(models.map(async (path) => (await findModel(path)).path));
  const names = uniqueNames(paths.map(modelName));
  const begun = await readRecord(models.length === 1 ? out : join(out, names[0]), 'audit.json', withSettings);
  // What goes on has its plan, wherever it came from.
  const plan = begun?.settings ?? (given.plan === undefined ? undefined : await readPlan(given.plan));
  const choices = given.plan !== undefined && plan ? choicesOf(plan) : resolveAudit(given);
  const work: Work = { models, given, choices, plan, request, ...controlsOf(options) };
  if (models.length === 1)
    return { audits: [await auditOne(models[0], names[0], out, work)], comparison: null };

  return withLease(out, work, () => auditSeveral(names, out, work));
}

/** Audits models one after the other, each in a folder of its own, and then compares them. */
async function auditSeveral(names: readonly string[], out: string, work: Work): Promise<Audited> {
  const { models, request, progress, signal } = work;
  let comparison: Comparison = {
    ...comparisonKind,
    ...{
      status: 'running',
      request: { models: [...request.models], flags: request.flags },
      models: [...names],
    },
    ...{ pairs: [], transfer: null },
  };
  const save = async (status: Comparison['status'], found: Partial<Comparison> = {}) => {
    comparison = comparisonSchema.parse({ ...comparison, ...found, status });
    await writeInside(out, 'comparison.json', `${JSON.stringify(comparison)}\n`);
  };
  await save('running');
  const audits: AuditRecord[] = [];
  for (const [index, path] of models.entries()) {
    progress.say(`Model ${index + 1} of ${models.length}: ${names[index]}`);
    const folder = await folderInside(out, names[index]);
    const record = await auditOne(path, names[index], folder, work, audits[0]).catch(
      async (error: unknown) => {
        await save('stopped');
        if (signal.aborted) return undefined;
        const kept = audits.length > 0 ? `; what the audits before found is kept in ${out}` : '';
        throw new UserError(`${oneLine(error)}${kept}`, { cause: error });
      },
    );
    if (record) audits.push(record);
    if (record?.status !== 'finished') {
      await save('stopped');
      return { audits, comparison };
    }
  }
  await save('running', { pairs: comparePairs(audits) });
  const moved = await transferOf(names, audits[0].settings, work);
  await save(signal.aborted ? 'stopped' : 'finished', { transfer: moved });
  await writeComparisonPage(out, comparison, audits);
  return { audits, comparison };
}

async function auditOne(
  path: string,
  name: string,
  folder: string,
  { given, choices, plan, request: { flags }, progress, signal, now }: Work,
  beside?: AuditRecord,
): Promise<AuditRecord> {
  const since = now?.();
  const open = await openModel(path, given, { progress, signal });
  // Its own alone, so that it can be resumed alone too.
  const request = { models: [path], flags };
  try {
    for (const notice of open.notices) progress.note(notice);
    return await auditOpenModel(open, {
      ...{ folder, name, request, choices, plan, beside, progress, signal, now, since },
    });
  } finally {
    await open.release();
  }
}

/** Attacks each model on the same images again, and shows the images to all of them. */
async function transferOf(
  names: readonly string[],
  settings: AuditSettings,
  { models, given, progress, signal }: Work,
): Promise<Comparison['transfer']> {
  const opened: OpenModel[] = [];
  try {
    for (const path of models) opened.push(await openModel(path, given, { progress, signal }));
    const [{ dataset, classifier }] = opened;
    const gradients = opened.every(hasGradients);
    const random = seededRandom(settings.seed).fork('audit');
    const { attacked } = auditImages(dataset.test, settings, random.fork('samples'));
    const quantised = opened.some(({ preflight }) => isQuantised(preflight));
    const { classes } = classifier;
    const planned = attackPlan(settings, { gradients, quantised, classes, shape: dataset.shape });
    const wanted = gradients ? `pgd@${settings.mainEpsilon.text}` : `noise@${settings.mainEpsilon.text}`;
    const chosen = planned.find(({ name }) => name === wanted);
    if (!chosen || attacked.count === 0) return null;
    const moved = opened.map(
      ({ classifier: model }, index): TransferModel => ({
        name: names[index],
        classifier: model,
        async attack({ start, images, labels }) {
          const label = `${wanted} on ${names[index]}, for the others`;
          const { adversarial } = await attack(model, images, labels, chosen.settings, {
            ...{ random: random.fork(`attack ${chosen.settings.method}`), signal },
            numbers: Array.from(labels, (_, place) => start + place),
            onProgress: (done) => progress.task({ label, done: start + done, total: attacked.count }),
          });
          return adversarial;
        },
      }),
    );
    const result = await transfer(moved, attacked, { signal });
    return { attack: wanted, n: attacked.count, result };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    progress.end();
    await settled(opened.map(({ release }) => release()));
  }
}

/** Each name once: a second `lenet` is `lenet-2`. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  for (const name of names) {
    let unique = name;
    for (let count = 2; taken.has(unique); count++) unique = `${name}-${count}`;
    taken.add(unique);
  }
  return [...taken];
}
