import { generalisationClaims } from '../claims/generalisationClaims.ts';
import { type PaperTable1, table1, table3 } from '../drawn/paperNumbers.ts';
import { generalisationTable } from '../drawn/paperTables.ts';
import type { Recipe, RecipeContext } from './recipe.ts';

export const generalisation: Recipe = {
  title: 'Trained on one component, tested on x',
  paper: 'Tables 1 and 3',
  about:
    'A model is trained on the low-frequency or on the high-frequency components of the training images, split at each radius and normalised to the standard pixel scale, and tested on images as they are.',
  spec: ({ radii }) => ({
    vary: (['lfc', 'hfc'] as const).flatMap((trainOn) =>
      radii.map((trainRadius) => ({ name: `${trainOn}-${trainRadius}`, trainOn, trainRadius })),
    ),
    // Answers image by image, so that settings are compared on the same images.
    measure: ['components'],
    show: [
      {
        title: 'Accuracy along training',
        caption: 'On the component that is trained on, and on test images as they are.',
        curves: ['running.x', 'test.x'],
      },
    ],
  }),
  claims: generalisationClaims,
  tables: (results, context) => [generalisationTable(results, context.scale.radii, paperTable(context))],
};

/** The paper's table of the same kind of data; undefined of data that the paper has no such table of. */
function paperTable({ data, scale }: RecipeContext): PaperTable1 | undefined {
  if (data.dataset === 'cifar-10') return table1;
  const { classes, shape } = data;
  const isLikeImagenet =
    scale.radii.some(({ paper }) => paper !== null) || Math.min(shape[1], shape[2]) === 224;
  return isLikeImagenet && classes === 9 ? table3 : undefined;
}
