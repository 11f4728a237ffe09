import { setTimeout as pause } from 'node:timers/promises';
import { HeldError } from '../../files/lease.ts';
import type { StudyRecord } from '../../report/study/studyRecord.ts';
import { duration, roughTime } from '../../wording/duration.ts';
import { counted, percent } from '../../wording/format.ts';
import type { WorkflowControls } from '../../workflows/common/workflowOptions.ts';
import type { DataCache } from '../plan/dataCache.ts';
import type { PlannedRun, StudyPlan } from '../plan/plannedStudy.ts';
import { isSettled, type RunState, readRunResult, runState } from '../store/runState.ts';
import { holderWatch, LOOK_MS } from '../store/seeHolder.ts';
import { executeRun } from './executeRun.ts';
import { RunProgress } from './runProgress.ts';
import { StudyRecords } from './studyRecords.ts';

export interface RunStudiesOptions extends Pick<WorkflowControls, 'progress' | 'signal'> {
  readonly data: DataCache;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly jobs: number;
  /** Of each run while several go side by side. */
  readonly threads: number;
  readonly cores: number;
  /** Seconds that what is left of each run takes, by hash; runs that are not in it are complete. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly keepCheckpoints: boolean;
  /** Whether runs that failed before are tried again. */
  readonly retry: boolean;
  /** Whether a run that fails ends the others. */
  readonly failFast: boolean;
}

/**
 * Carries out what is left of a plan: runs side by side, shared with whoever works in the same store, each study's record kept up to date
 * by one of the processes. Done again it goes on from wherever it was.
 *
 * @returns the studies as they were left
 */
export async function runStudies(
  plan: StudyPlan,
  options: RunStudiesOptions,
): Promise<readonly StudyRecord[]> {
  return new StudyWork(plan, options).run();
}

class StudyWork {
  readonly #plan: StudyPlan;
  readonly #options: RunStudiesOptions;
  readonly #watch = holderWatch();
  readonly #states = new Map<string, RunState>();
  readonly #mine = new Set<string>();
  readonly #progress: RunProgress;
  readonly #failFast = new AbortController();
  readonly #records: StudyRecords;

  constructor(plan: StudyPlan, options: RunStudiesOptions) {
    this.#plan = plan;
    this.#options = options;
    const { progress, now, jobs, seconds, data, signal } = options;
    this.#progress = new RunProgress({ progress, now, jobs, seconds, total: plan.runs.length });
    this.#records = new StudyRecords({
      ...{ plan, data, progress, signal, now },
      ...{ runProgress: this.#progress, states: this.#states, mine: this.#mine, watch: this.#watch },
    });
  }

  async run(): Promise<readonly StudyRecord[]> {
    const { jobs, progress, retry } = this.#options;
    try {
      for (const run of this.#plan.runs) {
        const state = await this.#look(run);
        // What failed before is tried again by who asks for it, once.
        if (state.state === 'failed' && retry) this.#states.set(run.hash, { ...state, state: 'begun' });
      }
      await this.#records.publish();
      const stopOthers = (error: unknown) => {
        this.#failFast.abort();
        throw error;
      };
      const workers = await Promise.allSettled(
        Array.from({ length: jobs }, () => this.#work().catch(stopOthers)),
      );
      progress.end();
      const broken = workers.find((worker) => worker.status === 'rejected');
      if (broken) throw broken.reason;
      return await this.#records.finish();
    } finally {
      await this.#records.release();
    }
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#options.signal, this.#failFast.signal]);
  }

  #isSettled(hash: string): boolean {
    return isSettled(this.#states.get(hash));
  }

  async #look(run: PlannedRun): Promise<RunState> {
    const settings = this.#plan.parts;
    const state = await runState(run, settings);
    this.#states.set(run.hash, state);
    return state;
  }

  /** The next run that nobody is at. */
  #next(): PlannedRun | undefined {
    return this.#plan.runs.find(({ hash, folder }) => {
      if (this.#mine.has(hash) || this.#isSettled(hash)) return false;
      const state = this.#watch(folder);
      return state === 'free' || state === 'ended';
    });
  }

  async #work(): Promise<void> {
    const signal = this.#signal;
    while (!signal.aborted) {
      const run = this.#next();
      if (run) {
        await this.#execute(run, signal);
        continue;
      }
      const waiting = this.#plan.runs.filter(({ hash }) => !this.#mine.has(hash) && !this.#isSettled(hash));
      if (waiting.length === 0) return;
      await pause(LOOK_MS, undefined, { signal }).catch(() => {});
      for (const other of waiting) {
        const { state } = await this.#look(other);
        if (state === 'complete') this.#progress.doneElsewhere(other.hash);
      }
      this.#progress.show();
      this.#records.publishSoon();
    }
  }

  async #execute(run: PlannedRun, signal: AbortSignal): Promise<void> {
    const { hash } = run;
    const { progress, now, keepCheckpoints, data, failFast } = this.#options;
    const name = run.neededBy[0].replace(/^[^:]*: /, '').replace(/, seed 0$/, '');
    this.#mine.add(hash);
    const own = this.#progress.sinkOf(hash, name);
    let state: 'complete' | 'failed' | 'stopped' = 'stopped';
    try {
      const outcome = await executeRun(run, {
        ...{ now, keepCheckpoints, signal, threads: this.#threads() },
        settings: this.#plan.parts,
        progress: {
          ...own,
          epoch: () => this.#records.publishSoon(),
        },
        data: ({ config }) => data.ofRun(config),
      });
      if (outcome.state === 'failed') {
        progress.warn(`${name} failed: ${outcome.failure} (${run.folder})`);
        if (failFast) this.#failFast.abort();
      }
      state = outcome.state;
      if (state !== 'stopped') await this.#look(run);
    } catch (error) {
      // Another process was quicker; this one looks for something else.
      if (!(error instanceof HeldError) && !signal.aborted) throw error;
    } finally {
      this.#mine.delete(hash);
      this.#progress.end(hash, state !== 'stopped');
      this.#records.publishSoon();
    }
    // It says how much is left.
    if (state === 'complete') await this.#sayComplete(run, name);
  }

  /** A line that stays, for who reads a log. */
  async #sayComplete(run: PlannedRun, name: string): Promise<void> {
    // Of one that is damaged the record says so.
    const result = await readRunResult(run, this.#plan.parts).catch(() => undefined);
    const row = result?.rows.findLast(({ split, component }) => split === 'test' && component === 'x');
    const complete = this.#plan.runs.filter(({ hash }) => this.#isSettled(hash)).length;
    const said = row ? `: ${percent(row.accuracy)} of the test images right, ${duration(row.elapsedMs)}` : '';
    const left = this.#progress.secondsLeft;
    const rest = left > 0 ? `, about ${roughTime(left)} left` : '';
    this.#options.progress.say(
      `${complete}/${counted(this.#plan.runs.length, 'run')} · ${name}${said}${rest}`,
    );
  }

  /** One thread while runs go side by side; all of them for the last one. */
  #threads(): number {
    const { jobs, threads, cores } = this.#options;
    const left = this.#plan.runs.filter(({ hash }) => !this.#isSettled(hash)).length;
    return left < jobs ? Math.max(threads, Math.floor(cores / left)) : threads;
  }
}
