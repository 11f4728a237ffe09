import type { Split } from '../../data/dataset/dataset.ts';
import type { Random } from '../../tensor/random.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { TrainingProgress } from '../run/checkpoint.ts';
import type { HistoryRow } from '../run/history.ts';
import type { Evaluate, EvaluateAttacked, Measurement } from './evaluate.ts';

export interface MeasuredSplits {
  /** The learned images, or a fixed sample of them. */
  readonly train: Split;
  readonly test: Split;
  readonly heldOut: Split | null;
  /** Samples of the training and test images whose robust accuracy is measured; null where nothing is attacked. */
  readonly attacked: { readonly train: Split; readonly test: Split } | null;
}

export interface MeasureEpochOptions {
  /** Needed for splits that are attacked. */
  readonly evaluateAttacked?: EvaluateAttacked | undefined;
  /** The run's stream, of which the attacks' random starts are forked. */
  readonly random: Random;
  /** Milliseconds of the run so far, asked after each split. */
  readonly elapsed: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The rows of an epoch that has been trained: the mean over its own batches, then x, LFC and HFC of the training and
 * the test images, then x of the images held out, then samples of the first two under attack.
 */
export async function measureEpoch(
  evaluate: Evaluate,
  { train, test, heldOut, attacked }: MeasuredSplits,
  config: Pick<TrainingConfig, 'radius' | 'trainOn' | 'trainRadius'>,
  { epoch, running }: TrainingProgress,
  { evaluateAttacked, random, elapsed, signal }: MeasureEpochOptions,
): Promise<HistoryRow[]> {
  const toRow = (
    split: HistoryRow['split'],
    { component, radius, loss, correct, n }: Measurement,
  ): HistoryRow => ({
    epoch: epoch + 1,
    split,
    component,
    radius,
    loss,
    accuracy: correct / n,
    correct,
    n,
    elapsedMs: elapsed(),
  });
  const { loss, correct, n } = running;
  const trained = { component: config.trainOn, radius: config.trainRadius, loss: loss / n, correct, n };
  const rows = [toRow('running', trained)];
  const splits: [HistoryRow['split'], Split | null, readonly number[]][] = [
    ['train', train, config.radius],
    ['test', test, config.radius],
    ['held-out', heldOut, []],
  ];
  for (const [name, split, radii] of splits) {
    if (split === null) continue;
    const measured = await evaluate(split, { radii, signal });
    for (const measurement of measured) rows.push(toRow(name, measurement));
  }
  for (const name of ['train', 'test'] as const) {
    if (!attacked || !evaluateAttacked) break;
    const stream = random.fork(`adversarial ${name}`);
    rows.push(toRow(name, await evaluateAttacked(attacked[name], { random: stream, signal })));
  }
  return rows;
}
