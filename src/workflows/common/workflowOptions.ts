import { noProgress, type ProgressSink } from './progressSink.ts';

/** What every workflow takes beside its settings. */
export interface WorkflowOptions {
  /** Is told how far the work is; by default nothing is shown. */
  readonly progress?: ProgressSink | undefined;
  /** Stops the work at the next safe place. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from any start, such as `performance.now`: for what depends on how fast a model is, and for the time left. */
  readonly now?: (() => number) | undefined;
}

/** Options in full. */
export type WorkflowControls = Pick<WorkflowOptions, 'now'> & {
  readonly [Name in Exclude<keyof WorkflowOptions, 'now'>]-?: NonNullable<WorkflowOptions[Name]>;
};

/** A sink that shows nothing and a signal that never aborts where none was given. */
export function controlsOf({ progress, signal, now }: WorkflowOptions): WorkflowControls {
  return { now, progress: progress ?? noProgress, signal: signal ?? new AbortController().signal };
}
