import type { AttackRow } from '../../../audit/robustness/attackRow.ts';

const methods = {
  fgsm: 'FGSM',
  pgd: 'PGD',
  'momentum-pgd': 'momentum PGD',
  apgd: 'APGD',
  square: 'Square',
  noise: 'white noise',
} as const;

/** An attack in words, without its size: `PGD, L2`, `APGD, DLR loss`, `PGD within r = 8`. */
export function attackTitle({ settings: { method, norm, loss, band } }: Pick<AttackRow, 'settings'>): string {
  const inBand = band ? ` ${band.keep === 'low' ? 'within' : 'beyond'} r = ${band.radius}` : '';
  const byLoss = loss === 'dlr' ? ', DLR loss' : '';
  return `${methods[method]}${inBand}${byLoss}${norm === 'l2' ? ', L2' : ''}`;
}
