export type ScheduleName = 'constant' | 'step' | 'cosine';

export interface Schedule {
  readonly schedule: ScheduleName;
  /** The rate at the end of the warm-up. */
  readonly learningRate: number;
  readonly epochs: number;
  /** Epochs over which the rate first rises linearly from 0; 0 = none. */
  readonly warmupEpochs: number;
  readonly stepsPerEpoch: number;
}

/** Share of the rate left at `progress` ∈ [0, 1), the part of the training after the warm-up that is over. */
const decays: Readonly<Record<ScheduleName, (progress: number) => number>> = {
  constant: () => 1,
  // A tenth at half and again at three quarters of the training, as He et al. (2016, §4.2) did on CIFAR-10.
  step: (progress) => (progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01),
  // Half a cosine from 1 to 0, without restarts (Loshchilov and Hutter, 2017, eq. 5).
  cosine: (progress) => (1 + Math.cos(Math.PI * progress)) / 2,
};

/**
 * The learning rate of one update. The last step of the warm-up and the first one after it have the full rate.
 *
 * @param step counts the updates of the whole run from 1
 * @throws RangeError when `step` lies outside the run
 */
export function learningRateAt(
  { schedule, learningRate, epochs, warmupEpochs, stepsPerEpoch }: Schedule,
  step: number,
): number {
  const total = epochs * stepsPerEpoch;
  if (!(step >= 1 && step <= total)) {
    throw new RangeError(`learningRateAt: step must be in 1 … ${total}, got ${step}`);
  }
  const warmup = warmupEpochs * stepsPerEpoch;
  if (step <= warmup) return learningRate * (step / warmup);
  return learningRate * decays[schedule]((step - 1 - warmup) / (total - warmup));
}
