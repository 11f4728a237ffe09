import { basename, dirname, extname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../audit/audit.ts';
import type { AuditContext } from '../../audit/parts/auditPart.ts';
import { type AuditChoices, type AuditSettings, choicesOf } from '../../audit/plan/auditSettings.ts';
import type { CommandRequest } from '../../audit/plan/commandRequest.ts';
import { type AuditRecord, auditKind, auditRecordSchema } from '../../audit/records/auditRecord.ts';
import { requireSameImages } from '../../audit/records/comparison.ts';
import { writeInside } from '../../files/inside.ts';
import { readRecord } from '../../files/readRecord.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import type { TaskReport } from '../common/progressSink.ts';
import { versions } from '../common/versions.ts';
import { withLease } from '../common/withLease.ts';
import { controlsOf, type WorkflowOptions } from '../common/workflowOptions.ts';
import type { OpenModel } from '../models/openModel.ts';
import { emptyHfcWarnings } from '../training/emptyHfc.ts';
import { auditContext, kernelProblem } from './auditContext.ts';
import { planAudit } from './planAudit.ts';
import { writeAuditPage } from './writeAuditPage.ts';

export interface AuditOpenModelOptions extends WorkflowOptions {
  /** Folder of this model's results. */
  readonly folder: string;
  readonly name: string;
  readonly request: CommandRequest;
  /** What is asked for; how much of everything follows from its budget. */
  readonly choices: AuditChoices;
  /** A plan that is repeated, in place of one for this model and machine. */
  readonly plan?: AuditSettings | undefined;
  /** An audit that this one will stand beside, and whose images it must have. */
  readonly beside?: AuditRecord | undefined;
  /** When opening the model began, by `now`: the budget's time runs from there. */
  readonly since?: number | undefined;
}

/** Audits an open model, from the start or from where its folder says that it was stopped, and writes its page. */
export async function auditOpenModel(open: OpenModel, options: AuditOpenModelOptions): Promise<AuditRecord> {
  return withLease(options.folder, controlsOf(options), () => auditHere(open, options));
}

/** Audits in a folder in which nobody else writes. */
async function auditHere(open: OpenModel, options: AuditOpenModelOptions): Promise<AuditRecord> {
  const { folder, choices, beside, plan, since } = options;
  const controls = controlsOf(options);
  const { progress, signal } = controls;
  const known = await readRecord(folder, 'audit.json', auditRecordSchema, auditKind);
  // Of a finished audit there is no time left to estimate.
  const now = known?.status === 'finished' ? undefined : controls.now;
  if (known) checkSame(known, open, choices, folder);
  const made = known?.settings ?? plan ?? beside?.settings;
  const { settings, speed } = await planAudit(open, choices, { ...controls, now, plan: made, since });
  const context = auditContext(open, settings);
  const start = known ?? newRecord(open, context, options);
  if (beside) requireSameImages(beside, start);
  const path = join(folder, 'audit.json');
  const save = (record: AuditRecord) => writeInside(folder, 'audit.json', `${JSON.stringify(record)}\n`);
  const onProgress = (report: TaskReport) => progress.task(report);
  const pace = speed && now && { speed, now };
  const record = await audit(start, context, { save, signal, pace, onProgress }).catch((error) => {
    throw new UserError(`${oneLine(error)}; what was found before is kept in ${path}`, { cause: error });
  });
  progress.end();
  await writeAuditPage(folder, record, context);
  return record;
}

/** What a model is called: its file, or of a run or another folder's `model.onnx` that folder. */
export function modelName(path: string): string {
  const stem = basename(path, extname(path));
  return stem === 'model' ? basename(dirname(resolve(path))) || stem : stem;
}

function newRecord(
  open: OpenModel,
  context: AuditContext,
  { name, request }: AuditOpenModelOptions,
): AuditRecord {
  const { settings } = context;
  const { file, graph, dataset, preflight, normalisation, mapping, notices } = open;
  // Of a black box a notice says what is left out.
  const problem = graph === null ? undefined : kernelProblem(graph);
  const asked = {
    ...settings,
    radius: settings.radii,
    trainOn: 'x',
    trainRadius: null,
    distance: 'l2',
  } as const;
  const leftOut = [
    ...(problem === undefined ? [] : [`the first layer is left out: ${problem}`]),
    ...emptyHfcWarnings(asked, context.shape),
  ];
  return auditRecordSchema.parse({
    ...auditKind,
    status: 'running',
    versions: versions(),
    request,
    model: { name, path: file.path, sha256: file.sha256, preflight, normalisation, mapping },
    dataset: {
      name: dataset.name,
      n: dataset.test.count,
      classes: [...dataset.classes],
      shape: [...context.shape],
      hashes: { ...dataset.hashes },
    },
    settings,
    notices: [...notices, ...leftOut],
    sections: {},
    measures: {},
    checks: [],
  } satisfies AuditRecord);
}

const placesOf = ({ indices, classes }: OpenModel['mapping']) => JSON.stringify([indices, classes]);

function checkSame(
  known: AuditRecord,
  { file, dataset, mapping }: OpenModel,
  choices: AuditChoices,
  folder: string,
): void {
  const differences = [
    known.model.sha256 !== file.sha256 && `the model (${file.path})`,
    !isDeepStrictEqual(choicesOf(known.settings), choices) && 'a setting',
    !isDeepStrictEqual(known.dataset.hashes, dataset.hashes) && 'the data',
    placesOf(known.model.mapping) !== placesOf(mapping) && 'the class mapping',
  ].filter((difference) => difference !== false);
  if (differences.length > 0) {
    throw new UserError(
      `${folder} holds an audit of other content: ${differences.join(' and ')} changed since`,
    );
  }
}
