import { noProgress, type ProgressSink } from './progressSink.ts';

/** What every workflow takes beside its settings. */
export interface WorkflowOptions {
  /** Is told how far the work is; by default nothing is shown. */
  readonly progress?: ProgressSink | undefined;
  /** Stops the work at the next safe place. */
  readonly signal?: AbortSignal | undefined;
}

/** Options in full. */
export type WorkflowControls = {
  readonly [Name in keyof WorkflowOptions]-?: NonNullable<WorkflowOptions[Name]>;
};

/** A sink that shows nothing and a signal that never aborts where none was given. */
export function controlsOf({ progress, signal }: WorkflowOptions): WorkflowControls {
  return { progress: progress ?? noProgress, signal: signal ?? new AbortController().signal };
}
