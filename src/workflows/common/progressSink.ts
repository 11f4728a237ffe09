import type { DownloadProgress } from '../../data/download/fetchRest.ts';
import type { BatchReport } from '../../training/batchReporter.ts';
import type { HistoryRow } from '../../training/run/history.ts';
import type { TaskKind } from '../../training/tasks/task.ts';

export interface TaskReport {
  readonly label: string;
  /** Parts of the work that are done, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Where something better is known than that the rest goes on as fast. */
  readonly secondsLeft?: number;
}

/** What a workflow tells while it works. It waits for none of these calls. */
export interface ProgressSink {
  /** How far the training is, after each batch. */
  batch(report: BatchReport): void;
  /** How far a download is. */
  download(report: DownloadProgress): void;
  /** How far any other work is. */
  task(report: TaskReport): void;
  /** The rows of a finished epoch, of a run of so many epochs that learns such a task. */
  epoch(rows: readonly HistoryRow[], epochs: number, task: TaskKind): void;
  /** Which part of the work begins. */
  say(line: string): void;
  /** What a reader of the numbers must know. */
  note(line: string): void;
  /** What is probably not what was wanted. */
  warn(line: string): void;
  /** The work that `batch`, `download` or `task` told of is over. */
  end(): void;
}

/** Shows nothing. */
export const noProgress: ProgressSink = {
  batch() {},
  download() {},
  task() {},
  epoch() {},
  say() {},
  note() {},
  warn() {},
  end() {},
};
