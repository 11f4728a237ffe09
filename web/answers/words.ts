import { resultName } from '../state/resultPath.ts';
import type { Ranking } from './ranking.ts';

/** A share as people read it: `97%`, never a rounded 0 or 100. */
export function percent(share: number): string {
  const whole =
    share > 0.995 && share < 1 ? '>99' : share < 0.005 && share > 0 ? '<1' : Math.round(100 * share);
  return `${whole}%`;
}

/** What a model is called in a sentence. */
export function modelTitle(model: string, name: string): string {
  if (model === 'result') return resultName(name);
  return model === 'own' ? name : `the ${model} model`;
}

/** The likeliest class and how sure the model is of it. */
export function verdict({ shares, order }: Ranking, classes: readonly string[]) {
  return { name: classes[order[0]], share: percent(shares[order[0]]) };
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
