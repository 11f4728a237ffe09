import { methods } from '../../../attacks/methods/methods.ts';
import type { AttackRow } from '../../../audit/robustness/attackRow.ts';

/** An attack in words, without its size: `PGD, L2`, `APGD, DLR loss`, `PGD within r = 8`. */
export function attackTitle({ settings: { method, norm, loss, band } }: Pick<AttackRow, 'settings'>): string {
  const inBand = band ? ` ${band.keep === 'low' ? 'within' : 'beyond'} r = ${band.radius}` : '';
  const byLoss = loss === 'dlr' ? ', DLR loss' : '';
  return `${methods[method].title}${inBand}${byLoss}${norm === 'l2' ? ', L2' : ''}`;
}
