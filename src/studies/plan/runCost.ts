import { batchCounts } from '../../training/batches/epochBatches.ts';
import { heldOutCount, trainingCounts } from '../../training/batches/splitTraining.ts';
import { isAttacked, type TrainingConfig, trainsOnAttacks } from '../../training/config/config.ts';
import { isMeasured } from '../../training/measuredEpochs.ts';
import type { PartName } from '../parts/partNames.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import { partOf } from '../parts/parts.ts';
import type { StudyData } from '../spec/scales.ts';
import type { Pace } from './pace.ts';

/** Of loading data and graphs, writing a model and a page. */
const OVERHEAD_SECONDS = 4;

export interface RunCost {
  /** Images that an epoch learns from. */
  readonly images: number;
  readonly seconds: number;
}

/** What is left of a run: epochs, and parts that are still to be measured. */
export interface RunLeft {
  readonly epoch: number;
  readonly parts: readonly PartName[];
}

/** How long what is left of a run takes, from what an image takes of its network. */
export function runCost(
  config: TrainingConfig,
  { trainCount, testCount }: Pick<StudyData, 'trainCount' | 'testCount'>,
  left: RunLeft,
  pace: Pace,
  settings: PartSettings,
): RunCost {
  const train = Math.min(config.limit ?? Number.POSITIVE_INFINITY, trainCount - config.reserve);
  const { learned, measured } = trainingCounts(train, config);
  const { batchSize, batches } = batchCounts(learned, config.batchSize);
  const epochs = config.epochs - left.epoch;
  const { step, pass, gradient } = pace(config);
  const gradients = trainsOnAttacks(config) ? config.adversarialShare * config.adversarialSteps : 0;
  const training = epochs * batches * batchSize * (step + gradients * gradient);

  const components = 1 + 2 * config.radius.length;
  const measuredEpochs = Array.from({ length: epochs }, (_, index) => left.epoch + 1 + index).filter(
    (epoch) => isMeasured(epoch, config),
  ).length;
  const robust = isAttacked(config) ? 2 * config.adversarialSample * config.adversarialSteps * 2 : 0;
  const passes =
    measuredEpochs * ((measured + testCount) * components + heldOutCount(train, config.holdOut) + robust) +
    (epochs > 0 ? config.reserve * components : 0);
  const unseen = config.reserve > 0 ? config.reserve : testCount;
  const parts = left.parts.reduce(
    (sum, name) => sum + partOf(name).passes(settings, unseen, config.radius.length),
    0,
  );
  const work = training + (passes + parts) * pass;
  return {
    images: learned,
    seconds: epochs > 0 || left.parts.length > 0 ? work + OVERHEAD_SECONDS : 0,
  };
}
