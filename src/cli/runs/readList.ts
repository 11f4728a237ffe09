import { listRuns, type StoreList } from '../../studies/store/listRuns.ts';
import type { Store } from '../../studies/store/store.ts';
import { terminalProgress } from '../terminal/progress.ts';

/** The runs of a store, with progress where many must be read. */
export async function readList(store: Store): Promise<StoreList> {
  const progress = terminalProgress();
  const list = await listRuns(store, {
    onProgress: (done, total) => progress.task({ label: 'reading runs', done, total }),
  });
  progress.end();
  return list;
}
