import { type AuditRecord, auditKind, auditRecordSchema } from '../../audit/records/auditRecord.ts';
import { comparisonKind, comparisonSchema } from '../../audit/records/comparison.ts';
import { missingParts } from '../../audit/records/missingParts.ts';
import { type SmoothRecord, smoothKind, smoothRecordSchema } from '../../audit/records/smoothRecord.ts';
import { requireRecord } from '../../files/readRecord.ts';
import { type ListedFigure, type ListedResult, UNREADABLE } from '../../report/list/listTable.ts';
import { verdictCounts } from '../../report/study/pages/claimsSection.ts';
import type { StudyRecord } from '../../report/study/studyRecord.ts';
import { type HistoryRow, lastMeasured, readHistory } from '../../training/run/history.ts';
import { openRun, type RunRecord, taskOf } from '../../training/run/runFolder.ts';
import {
  type ClassificationRow,
  classification,
} from '../../training/tasks/classification/classification.ts';
import { roughTime } from '../../wording/duration.ts';
import { counted } from '../../wording/format.ts';
import type { FoundResult, ResultKind } from './findResults.ts';
import { reasonOf } from './reasonOf.ts';
import { runNamesOf, type StudyRunName } from './runsOfStudies.ts';
import { studyNow } from './studyNow.ts';

export interface Summary
  extends Pick<ListedResult, 'about' | 'status' | 'progress' | 'figures' | 'chance' | 'claims'> {
  /** Of a study. */
  readonly runNames?: readonly StudyRunName[];
}

/**
 * What the list says of a result; of one whose files are not as they should be, why.
 *
 * @throws the error of the file system, which may be another one or none the next time
 */
export async function summaryOf({ folder, kind }: FoundResult): Promise<Summary> {
  try {
    return await summaries[kind.kind](folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    return unreadableSummary(error, folder);
  }
}

/** What the list says of a result that cannot be read. */
export function unreadableSummary(error: unknown, folder: string): Summary {
  return { about: reasonOf(error, folder), status: UNREADABLE, progress: '', figures: {}, chance: null };
}

const summaries: Readonly<Record<ResultKind['kind'], (folder: string) => Promise<Summary>>> = {
  async run(folder) {
    const { record } = await openRun(folder);
    return taskOf(record) === classification.name
      ? runSummary(record, await readHistory(folder, classification.columns))
      : otherRunSummary(record, await readHistory(folder));
  },
  async audit(folder) {
    return auditSummary(await readAudit(folder));
  },
  async comparison(folder) {
    const { models, status } = await requireRecord(
      folder,
      'comparison.json',
      comparisonSchema,
      comparisonKind,
    );
    return {
      about: models.join(', '),
      status,
      progress: `${models.length} models`,
      figures: {},
      chance: null,
    };
  },
  async smoothing(folder) {
    return smoothSummary(await requireRecord(folder, 'smooth.json', smoothRecordSchema, smoothKind));
  },
  async study(folder) {
    return studySummary(await studyNow(folder));
  },
};

/** @throws Error when there is none, or none that this version reads */
export async function readAudit(folder: string): Promise<AuditRecord> {
  return requireRecord(folder, 'audit.json', auditRecordSchema, auditKind);
}

function runSummary({ config, dataset, status }: RunRecord, rows: readonly ClassificationRow[]): Summary {
  const measured = lastMeasured(rows);
  const finals = rows.filter(({ epoch, split }) => epoch === measured && split === 'test');
  const at = (component: ClassificationRow['component'], radius: number | null, said: string) => {
    const row = finals.find((each) => each.component === component && each.radius === radius);
    return row && { share: row.accuracy, at: said };
  };
  const radius = shownRadius(config.radius);
  return {
    about: `${config.network} on ${dataset.name}`,
    status,
    progress: `${rows.at(-1)?.epoch ?? 0} of ${counted(config.epochs, 'epoch')}`,
    figures: known({
      x: at('x', null, ''),
      lfc: at('lfc', radius, `r\u00a0=\u00a0${radius}`),
      hfc: at('hfc', radius, `r\u00a0=\u00a0${radius}`),
      attacked: at('adversarial', null, `PGD, ε\u00a0=\u00a0${config.adversarialEpsilon}`),
    }),
    chance: 1 / dataset.classes.length,
  };
}

/** Of a run that learned something else than classes: the list has no column for what it measured. */
function otherRunSummary(record: RunRecord, rows: readonly HistoryRow[]): Summary {
  const { config, dataset, status } = record;
  return {
    about: `${taskOf(record)} on ${dataset.name}`,
    status,
    progress: `${rows.at(-1)?.epoch ?? 0} of ${counted(config.epochs, 'epoch')}`,
    figures: {},
    chance: null,
  };
}

function auditSummary(record: AuditRecord): Summary {
  const { model, dataset, settings, measures, status } = record;
  const of = (name: string, at: string) => measures[name] && { share: measures[name].value, at };
  const radius = shownRadius(settings.radii);
  const epsilon = settings.mainEpsilon.text;
  const missing = missingParts(record);
  return {
    about: `${model.name} on ${dataset.name}`,
    status,
    progress: missing.length > 0 ? `to come: ${missing.join(', ')}` : `budget ${settings.budget}`,
    figures: known({
      x: of('clean', ''),
      lfc: of(`lfc@${radius}`, `r\u00a0=\u00a0${radius}`),
      hfc: of(`hfc@${radius}`, `r\u00a0=\u00a0${radius}`),
      attacked: of(`pgd@${epsilon}`, `PGD, ε\u00a0=\u00a0${epsilon}`),
    }),
    chance: 1 / model.mapping.classes.length,
  };
}

function smoothSummary({ model, dataset, smoothing }: SmoothRecord): Summary {
  const rhos = smoothing.rows.map(({ rho }) => rho).filter((rho) => rho > 0);
  return {
    about: dataset ? `${model.name} on ${dataset.name}` : model.name,
    status: 'finished',
    progress: `ρ = ${rhos.join(', ')}`,
    figures: {},
    chance: null,
  };
}

function studySummary(record: StudyRecord): Summary {
  const { title, dataset, scale, status, runs, claims, secondsLeft } = record;
  const complete = runs.filter(({ state }) => state === 'complete').length;
  const failed = runs.filter(({ state }) => state === 'failed').length;
  const parts = [
    `${complete} of ${counted(runs.length, 'run')}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(status === 'running' && secondsLeft !== null ? [`about ${roughTime(secondsLeft)} left`] : []),
  ];
  return {
    about: `${title}, on ${dataset.name}, scale ${scale}`,
    status,
    progress: parts.join(', '),
    figures: {},
    chance: null,
    claims: verdictCounts(claims),
    runNames: runNamesOf(record),
  };
}

// 8 is the radius that the paper speaks of most.
const shownRadius = (radii: readonly number[]) => (radii.includes(8) ? 8 : radii[(radii.length - 1) >> 1]);

function known(figures: Record<string, ListedFigure | undefined>): Summary['figures'] {
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined));
}
