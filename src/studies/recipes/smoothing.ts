import { smoothingClaims } from '../claims/smoothingClaims.ts';
import { type PaperTable2, table2, table4 } from '../drawn/paperNumbers.ts';
import { smoothingTable } from '../drawn/paperTables.ts';
import { adversarialSettings, type Recipe, type RecipeContext } from './recipe.ts';

export const smoothing: Recipe = {
  title: 'Smoothed kernels under attack',
  paper: 'Tables 2 and 4',
  about:
    'The first layers of a naturally and of an adversarially trained model are smoothed with several ρ (eq. 3). Each smoothed model is asked for clean images and attacked itself, white box, with FGSM and PGD of several sizes.',
  spec: (context) => ({
    vary: [{ name: 'natural' }, { name: 'adversarial', ...adversarialSettings(context) }],
    measure: ['smoothing'],
  }),
  claims: (results, { scale: { parts } }) => smoothingClaims(results, parts),
  tables: (results, context) => [smoothingTable(results, context.scale.parts, paperTable(context))],
};

function paperTable({ data, scale }: RecipeContext): PaperTable2 | undefined {
  if (data.dataset === 'cifar-10') return table2;
  return scale.radii.some(({ paper }) => paper !== null) && data.classes === 9 ? table4 : undefined;
}
