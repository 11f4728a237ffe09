/** TEMPORARY until training/history.ts is there. */
export interface HistoryRow {
  readonly epoch: number;
  readonly split: 'train' | 'test' | 'running' | 'held-out';
  readonly component: 'x' | 'lfc' | 'hfc';
  readonly radius: number | null;
  readonly loss: number;
  readonly accuracy: number;
  readonly correct: number;
  readonly n: number;
  readonly elapsedMs: number;
}
