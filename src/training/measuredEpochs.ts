import type { LoopConfig } from './config/loopConfig.ts';

type EpochChoice = Pick<LoopConfig, 'epochs' | 'measureEvery'>;

/** Whether an epoch, counted from 1, ends with measurements: the first one, every `measureEvery`-th and the last one do. */
export function isMeasured(epoch: number, { epochs, measureEvery }: EpochChoice): boolean {
  return epoch === 1 || epoch === epochs || epoch % measureEvery === 0;
}

/** How many of a run's epochs end with measurements when the first `done` are left out. */
export function measurementsAfter(done: number, choice: EpochChoice): number {
  let count = 0;
  for (let epoch = done + 1; epoch <= choice.epochs; epoch++) if (isMeasured(epoch, choice)) count++;
  return count;
}
