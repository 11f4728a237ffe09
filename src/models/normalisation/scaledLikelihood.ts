/** Logits of an image with its true class. */
export interface Answer {
  readonly logits: Float32Array;
  readonly label: number;
}

/** Of log₂ of the factor; each halves the rest of the range by 0.618. */
const STEPS = 24;
const WIDEST = 8;

/** The mean of `scaledLikelihoods`. */
export const scaledLikelihood = (answers: readonly Answer[]): number => meanOf(scaledLikelihoods(answers));

/**
 * Log-likelihood of each image's true class, in nats, with all logits multiplied by the one factor that makes their mean
 * largest (temperature scaling, Guo et al. 2017): what the answers are worth, however confident they are.
 *
 * @returns −∞ for all images where a logit is not finite
 */
export function scaledLikelihoods(answers: readonly Answer[]): Float64Array {
  if (!answers.every(({ logits }) => logits.length > 0 && logits.every(Number.isFinite)))
    return new Float64Array(answers.length).fill(Number.NEGATIVE_INFINITY);
  const at = (power: number) => meanOf(logLikelihoods(answers, 2 ** power));
  // The likelihood is concave in the factor, so a golden-section search finds its top.
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-WIDEST, WIDEST];
  for (let step = 0; step < STEPS; step++) {
    const reach = golden * (high - low);
    if (at(high - reach) < at(low + reach)) low = high - reach;
    else high = low + reach;
  }
  return logLikelihoods(answers, 2 ** ((low + high) / 2));
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function logLikelihoods(answers: readonly Answer[], factor: number): Float64Array {
  return Float64Array.from(answers, ({ logits, label }) => {
    let largest = Number.NEGATIVE_INFINITY;
    for (const logit of logits) largest = Math.max(largest, factor * logit);
    let sum = 0;
    for (const logit of logits) sum += Math.exp(factor * logit - largest);
    return factor * logits[label] - largest - Math.log(sum);
  });
}
