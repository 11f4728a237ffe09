/** Logits of an image with its true class. */
export interface Answer {
  readonly logits: Float32Array;
  readonly label: number;
}

/** Of log₂ of the factor; each halves the rest of the range by 0.618. */
const STEPS = 24;
const WIDEST = 8;

/**
 * Mean log-likelihood of the true classes, in nats, with all logits multiplied by the one factor that makes it largest
 * (temperature scaling, Guo et al. 2017): what the answers are worth, however confident they are.
 *
 * @returns −∞ where a logit is not finite
 */
export function scaledLikelihood(answers: readonly Answer[]): number {
  if (!answers.every(({ logits }) => logits.length > 0 && logits.every(Number.isFinite)))
    return Number.NEGATIVE_INFINITY;
  const at = (power: number) => meanLogLikelihood(answers, 2 ** power);
  // The likelihood is concave in the factor, so a golden-section search finds its top.
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-WIDEST, WIDEST];
  for (let step = 0; step < STEPS; step++) {
    const reach = golden * (high - low);
    if (at(high - reach) < at(low + reach)) low = high - reach;
    else high = low + reach;
  }
  return at((low + high) / 2);
}

function meanLogLikelihood(answers: readonly Answer[], factor: number): number {
  let total = 0;
  for (const { logits, label } of answers) {
    let largest = Number.NEGATIVE_INFINITY;
    for (const logit of logits) largest = Math.max(largest, factor * logit);
    let sum = 0;
    for (const logit of logits) sum += Math.exp(factor * logit - largest);
    total += factor * logits[label] - largest - Math.log(sum);
  }
  return total / answers.length;
}
