import type { AttackSettings } from '../../attacks/attackSettings.ts';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';

/**
 * An attack's name among the measures: the method, what differs from its plain form, and ε as it was written, such as
 * `pgd@8/255`, `pgd-l2@0.5`, `pgd-low8@8/255`, `apgd-dlr@8/255`.
 */
export function attackName(
  { method, norm, band, loss, target }: Pick<AttackSettings, 'method' | 'norm' | 'band' | 'loss' | 'target'>,
  { text }: Pick<Epsilon, 'text'>,
): string {
  const parts = [
    method,
    ...(norm === 'linf' ? [] : [norm]),
    ...(band ? [`${band.keep}${band.radius}`] : []),
    ...(loss === 'dlr' ? [loss] : []),
    ...(target === 'none' ? [] : [target]),
  ];
  return `${parts.join('-')}@${text}`;
}
