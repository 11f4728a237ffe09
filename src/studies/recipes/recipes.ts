import { architectures } from './architectures.ts';
import { batchNorm } from './batchNorm.ts';
import { batchSize } from './batchSize.ts';
import { components } from './components.ts';
import { generalisation } from './generalisation.ts';
import { heuristics } from './heuristics.ts';
import { kernels } from './kernels.ts';
import { memorisation } from './memorisation.ts';
import { optimizers } from './optimizers.ts';
import type { Recipe } from './recipe.ts';
import { smoothing } from './smoothing.ts';
import { svd } from './svd.ts';
import { tradeOff } from './tradeOff.ts';

/** Every study of the paper, in the paper's order of what it shows. */
export const recipes = {
  components,
  memorisation,
  generalisation,
  'batch-size': batchSize,
  heuristics,
  'batch-norm': batchNorm,
  architectures,
  optimizers,
  kernels,
  smoothing,
  'trade-off': tradeOff,
  svd,
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;
export const recipeNames = Object.keys(recipes) as readonly RecipeName[];
