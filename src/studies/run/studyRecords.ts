import { HeldError } from '../../files/lease.ts';
import { isSystemError } from '../../files/systemReason.ts';
import type { StudyRecord } from '../../report/study/studyRecord.ts';
import { oneLine } from '../../wording/oneLine.ts';
import type { ProgressSink } from '../../workflows/common/progressSink.ts';
import type { DataCache } from '../plan/dataCache.ts';
import type { PlannedRun, PlannedStudy, StudyPlan } from '../plan/plannedStudy.ts';
import type { RunResult } from '../results/runResult.ts';
import { isSettled, type RunState, readRunResult } from '../store/runState.ts';
import { type DrawnPicture, decidedPictures, kernelPictures } from './pictures.ts';
import { openStudyFolder, type StudyFolder } from './publish.ts';
import { type KnownRun, recordOf, resultsOf } from './recordOf.ts';
import type { RunProgress } from './runProgress.ts';

/** Between two writings of a study's record while its runs go on. */
const PUBLISH_MS = 3000;

export interface StudyRecordsOptions {
  readonly plan: StudyPlan;
  readonly data: DataCache;
  readonly progress: ProgressSink;
  readonly signal: AbortSignal;
  /** Milliseconds from any start. */
  readonly now: () => number;
  readonly runProgress: RunProgress;
  /** What is known of each run by its hash; live. */
  readonly states: ReadonlyMap<string, RunState>;
  /** The runs that this process is at; live. */
  readonly mine: ReadonlySet<string>;
  /** Who holds a folder, as far as it can be seen. */
  readonly watch: (folder: string) => string;
}

/** The records of a plan's studies, kept up to date by the process that holds their folders. */
export class StudyRecords {
  readonly #options: StudyRecordsOptions;
  readonly #results = new Map<string, RunResult>();
  /** Why a run's results cannot be read, by its hash. */
  readonly #damaged = new Map<string, string>();
  readonly #folders = new Map<string, StudyFolder>();
  readonly #runs: ReadonlyMap<string, PlannedRun>;
  /** The studies of which everything is written. */
  readonly #whole = new Map<PlannedStudy, StudyRecord>();
  #publishedAt = Number.NEGATIVE_INFINITY;
  #publishing: Promise<void> = Promise.resolve();

  constructor(options: StudyRecordsOptions) {
    this.#options = options;
    this.#runs = new Map(options.plan.runs.map((run) => [run.hash, run]));
  }

  publishSoon(): void {
    const { now } = this.#options;
    if (now() - this.#publishedAt < PUBLISH_MS) return;
    this.#publishedAt = now();
    this.#publishing = this.#publishing
      .then(() => this.publish())
      .catch((error) => {
        this.#options.progress.warn(`the studies' records: ${oneLine(error)}`);
      });
  }

  async publish(): Promise<void> {
    for (const study of this.#options.plan.studies) {
      if (this.#whole.has(study)) continue;
      const folder = await this.#folderOf(study);
      if (!folder) continue;
      await this.#readResults(study);
      if (this.#isOver(study)) await this.#writeWhole(study, 'finished', folder);
      else await folder.writeRecord(this.#recordOf(study, 'running', []));
    }
  }

  /** Undefined while another process writes there. */
  async #folderOf({ folder }: PlannedStudy): Promise<StudyFolder | undefined> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const state = this.#options.watch(folder);
    if (state !== 'free' && state !== 'ended') return undefined;
    try {
      const opened = await openStudyFolder(folder, this.#options.signal);
      this.#folders.set(folder, opened);
      return opened;
    } catch (error) {
      if (error instanceof HeldError || this.#options.signal.aborted) return undefined;
      throw error;
    }
  }

  async #readResults({ settings }: PlannedStudy): Promise<void> {
    for (const { runs } of settings) {
      for (const { hash } of runs) {
        const isKept =
          this.#results.has(hash) &&
          isSettled(this.#options.states.get(hash)) &&
          !this.#options.mine.has(hash);
        if (isKept && this.#isWhole(hash)) continue;
        const run = this.#runs.get(hash)!;
        this.#damaged.delete(hash);
        const found = await readRunResult(run, this.#options.plan.parts).catch((error) => {
          if (isSystemError(error)) throw error;
          this.#damaged.set(hash, oneLine(error));
          return undefined;
        });
        if (found) this.#results.set(hash, found);
      }
    }
  }

  /** Whether a run's result has all that was asked of it. */
  #isWhole(hash: string): boolean {
    const result = this.#results.get(hash);
    const { parts, config, model } = this.#runs.get(hash)!;
    return (
      result !== undefined &&
      parts.every((name) => result.parts[name] !== undefined) &&
      (model !== null ||
        result.rows.some(({ epoch, split }) => epoch === config.epochs && split !== 'running'))
    );
  }

  #known(hash: string): KnownRun {
    const state = this.#options.states.get(hash);
    const result = this.#results.get(hash);
    const damage = this.#damaged.get(hash);
    if (damage !== undefined) return { state: 'failed', failure: damage, result: undefined };
    const isRunning = this.#options.mine.has(hash) || (result !== undefined && state?.state !== 'complete');
    const settled = state?.state === 'complete' ? 'complete' : isSettled(state) ? 'failed' : undefined;
    return {
      state: settled ?? (isRunning ? 'running' : 'to come'),
      failure: state?.failure ?? null,
      result,
    };
  }

  #recordOf(
    study: PlannedStudy,
    status: StudyRecord['status'],
    pictures: StudyRecord['pictures'],
  ): StudyRecord {
    return recordOf(study, {
      status,
      secondsLeft: !this.#isOver(study) ? this.#options.runProgress.secondsLeft : null,
      known: (hash) => this.#known(hash),
      planned: (hash) => this.#runs.get(hash)!,
      pictures,
    });
  }

  /** Writes everything of each study that this process may write, as it was left. */
  async finish(): Promise<readonly StudyRecord[]> {
    await this.#publishing;
    const records: StudyRecord[] = [];
    for (const study of this.#options.plan.studies) {
      const known = this.#whole.get(study);
      if (known === undefined) await this.#readResults(study);
      const status = this.#isOver(study) ? 'finished' : 'stopped';
      records.push(known ?? (await this.#writeWhole(study, status, await this.#folderOf(study))));
    }
    return records;
  }

  #isOver({ settings }: PlannedStudy): boolean {
    return settings.every(({ runs }) => runs.every(({ hash }) => isSettled(this.#options.states.get(hash))));
  }

  async #writeWhole(
    study: PlannedStudy,
    status: 'finished' | 'stopped',
    folder: StudyFolder | undefined,
  ): Promise<StudyRecord> {
    const pictures = await this.#picturesOf(study);
    const described = pictures.map(({ svg: _, ...picture }) => ({ ...picture, file: `${picture.id}.svg` }));
    const record = this.#recordOf(study, status, described);
    await folder?.writeAll(record, pictures);
    if (status === 'finished') this.#whole.set(study, record);
    return record;
  }

  async #picturesOf(study: PlannedStudy): Promise<DrawnPicture[]> {
    const results = resultsOf(study, (hash) => this.#known(hash));
    if (study.recipe?.pictures === 'kernels') return kernelPictures(results);
    if (study.recipe?.pictures !== 'decided') return [];
    const { hash } = study.settings[0].runs[0];
    return decidedPictures(results, () => this.#options.data.whole(this.#runs.get(hash)!.config));
  }

  async release(): Promise<void> {
    await this.#publishing;
    for (const folder of this.#folders.values()) await folder.release();
  }
}
