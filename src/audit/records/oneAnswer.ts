import { percent } from '../../wording/format.ts';
import type { AuditRecord } from './auditRecord.ts';

/** Share of the images from which on an answer is that to most of them. */
const MOST = 0.8;

/**
 * What a model answers to a component of almost any image, a sentence for each component and class: its accuracy there
 * is the share of that class, and no sign of what it sees.
 *
 * @returns of the named radii and the first rescaling; empty where there is no such component, or the record is an older one
 */
export function oneAnswerSentences({
  sections: { radiusCurve: curve },
  settings,
  model,
}: Pick<AuditRecord, 'sections' | 'settings' | 'model'>): string[] {
  if (!curve) return [];
  const found = new Map<string, string[]>();
  for (const { component, radius, rescale, most } of curve.points) {
    if (rescale !== curve.points[0].rescale || !settings.radii.includes(radius)) continue;
    if (!most || most.share < MOST) continue;
    const start = `${component.toUpperCase()}: ‘${model.mapping.classes[most.label]}’ for `;
    found.set(start, [...(found.get(start) ?? []), `${percent(most.share)} of the images at r = ${radius}`]);
  }
  return [...found].map(([start, shares]) => `${start}${shares.join(', ')}`);
}
