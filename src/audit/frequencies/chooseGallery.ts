/** What a choice of images to look at goes by. */
export interface Candidate {
  readonly label: number;
  readonly confidence: number;
  readonly lowConfidence: number;
  readonly highConfidence: number;
}

/**
 * Chooses the images that show the case most clearly: by the least sure of their three answers, one of each class
 * before a second of any. The same candidates give the same choice.
 *
 * @returns places in `candidates`, in the order of choice
 */
export function chooseGallery(candidates: readonly Candidate[], size = 8): number[] {
  const surest = candidates
    .map(({ label, ...sure }, place) => ({
      place,
      label,
      sure: Math.min(sure.confidence, sure.lowConfidence, sure.highConfidence),
    }))
    .sort((a, b) => b.sure - a.sure || a.place - b.place);
  const seen = new Map<number, number>();
  const rounds = surest.map(({ place, label }) => {
    const round = seen.get(label) ?? 0;
    seen.set(label, round + 1);
    return { place, round };
  });
  // Sorting is stable: within a round the surest stay first.
  return rounds
    .sort((a, b) => a.round - b.round)
    .slice(0, size)
    .map(({ place }) => place);
}
