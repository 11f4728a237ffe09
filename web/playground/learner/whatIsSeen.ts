import type { Count, PartReliance } from '../../../src/studies/planted/plantedParts.ts';
import { chance } from './settings.ts';

/** Above chance by more than 200 images' scatter. */
const CLEARLY = 10;

export const percentOf = ({ count, n }: Count): number => Math.round((100 * count) / n);

/** In a sentence what a network's answers show, at a cut-off in bins. */
export function whatIsSeen(reliance: PartReliance, radius: number): string {
  const [x, low, high] = [reliance.x, reliance.lfc, reliance.hfc].map(percentOf);
  const readsLow = low > chance + CLEARLY;
  const readsHigh = high > chance + CLEARLY;
  if (x <= chance + CLEARLY && !readsLow && !readsHigh)
    return 'It still guesses: one answer in ten is right.';
  const shown =
    `right on ${low}% of low frequencies alone (r ≤ ${radius}), on ${high}% of high ones alone, ` +
    `on ${x}% of whole images.`;
  if (readsLow && high < low - CLEARLY) return `Low frequencies alone tell it more: ${shown}`;
  if (readsHigh && low < high - CLEARLY) return `High frequencies alone tell it more: ${shown}`;
  if (readsLow || readsHigh) return `Low or high frequencies alone tell it about as much: ${shown}`;
  return `It needs both parts together: ${shown}`;
}

/** What it does where the two parts contradict each other. */
export function whatItFollows({ followsSilhouette, followsGrating }: PartReliance): string {
  const [shape, grating] = [followsSilhouette, followsGrating].map(percentOf);
  return `Where shape and grating contradict each other, it answers with the shape on ${shape}% and with the grating on ${grating}%.`;
}
