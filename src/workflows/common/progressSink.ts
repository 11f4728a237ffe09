import type { DownloadProgress } from '../../data/download/fetchRest.ts';
import type { BatchReport } from '../../training/batchReporter.ts';
import type { HistoryRow } from '../../training/run/history.ts';
import type { TaskKind } from '../../training/tasks/task.ts';

export interface TaskReport {
  readonly label: string;
  /** Parts of the work that are done, of `total`. */
  readonly done: number;
  readonly total: number;
}

/** Where a workflow tells how far it is; it waits for none of these calls. `noProgress` shows nothing. */
export interface ProgressSink {
  /** How far the training is, after each batch. */
  batch(report: BatchReport): void;
  /** How far a download is. */
  download(report: DownloadProgress): void;
  /** How far any other work is. */
  task(report: TaskReport): void;
  /** The rows of a finished epoch, of a run of so many epochs that learns such a task. */
  epoch(rows: readonly HistoryRow[], epochs: number, task: TaskKind): void;
  /** A sentence that a person should read. */
  say(line: string): void;
  /** What `batch`, `download` and `task` told of is over. */
  end(): void;
}

/** Shows nothing. */
export const noProgress: ProgressSink = {
  batch() {},
  download() {},
  task() {},
  epoch() {},
  say() {},
  end() {},
};
