import type { ListedRun } from '#passband/studies/store/listRuns.ts';

/** A run of a list with these settings. */
export function listed(settings: ListedRun['settings'], said: Partial<ListedRun> = {}): ListedRun {
  return {
    ...{ name: '0123456789abcdef', status: 'trained', failure: null, dataset: 'planted', settings },
    ...{ epoch: 3, testAccuracy: 0.8, trainAccuracy: 0.9, seconds: 1, bytes: 10, checkpointBytes: 0 },
    ...{ holder: null, changedMs: 0, neededBy: [] },
    ...said,
  };
}
