import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { removeInside } from '../../files/inside.ts';
import { isPassing } from '../../files/systemReason.ts';
import { openRun } from '../../training/run/runFolder.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { withLease } from '../../workflows/common/withLease.ts';
import type { WorkflowControls } from '../../workflows/common/workflowOptions.ts';
import { trainHeld } from '../../workflows/training/trainRun.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import type { PlannedRun } from '../plan/plannedStudy.ts';
import { forgetFailure, isTrainedRun, noteFailure, runState } from '../store/runState.ts';
import { runPartsOfModel, runPartsOfRun } from './runParts.ts';

export interface ExecuteOptions extends Pick<WorkflowControls, 'progress' | 'signal'> {
  readonly settings: PartSettings;
  readonly threads: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly keepCheckpoints: boolean;
  /** The run's data, with its labels as the run learns them. */
  readonly data: (run: PlannedRun) => Promise<Dataset>;
}

/**
 * Trains a run of a store from wherever it is and measures its parts, as the only one that writes in its folder. A run that has failed
 * says so in its folder; a full disk or an interruption is no failure of the run.
 *
 * @returns what became of it
 * @throws what lies outside the run, such as a full disk; an error of who holds the folder
 */
export async function executeRun(
  run: PlannedRun,
  options: ExecuteOptions,
): Promise<
  { readonly state: 'complete' | 'stopped' } | { readonly state: 'failed'; readonly failure: string }
> {
  const { folder, config, model } = run;
  const { settings, threads, now, progress, signal, keepCheckpoints } = options;
  return withLease(folder, { progress, signal }, async () => {
    // Somebody else may have done it, or some of it, since it was last looked at.
    const before = await runState(run, settings);
    if (before.state === 'complete') return { state: 'complete' };
    if (before.state === 'unreadable') return { state: 'failed', failure: before.failure! };
    if (before.state === 'failed') await forgetFailure(folder);
    try {
      if (model !== null) {
        const work = { folder, names: before.missingParts, settings };
        await runPartsOfModel(work, { model, config: { ...config, threads } }, { progress, signal });
        return { state: 'complete' };
      }
      const dataset = await options.data(run);
      const known = existsSync(join(folder, 'run.json')) ? await openRun(folder) : undefined;
      if (!known || !isTrainedRun(folder, known.record)) {
        const left = await trainHeld(known ?? { ...config, threads }, {
          dataset,
          now,
          threads,
          progress,
          signal,
        });
        if (left.record.status === 'stopped') return { state: 'stopped' };
      }
      const { missingParts } = await runState(run, settings);
      await runPartsOfRun(
        { folder, names: missingParts, settings },
        { config: { ...config, threads }, dataset },
        { progress, signal },
      );
      if (!keepCheckpoints) await removeInside(folder, 'checkpoints');
      return { state: 'complete' };
    } catch (error) {
      if (signal.aborted) return { state: 'stopped' };
      if (isPassing(error)) throw error;
      const failure = oneLine(error);
      await noteFailure(folder, failure);
      return { state: 'failed', failure };
    }
  });
}
