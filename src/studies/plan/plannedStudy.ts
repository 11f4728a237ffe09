import type { TrainingConfig } from '../../training/config/config.ts';
import type { PartName } from '../parts/partNames.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import type { Recipe, RecipeContext } from '../recipes/recipe.ts';
import type { StudyModel, StudySpec } from '../spec/studySpec.ts';

/** A run that one study or several need, or a foreign model that they measure. */
export interface PlannedRun {
  readonly hash: string;
  readonly folder: string;
  /** Of a foreign model the settings by which it is measured. */
  readonly config: TrainingConfig;
  /** A foreign model, of which parts are measured alone; null of a run. */
  readonly model: StudyModel | null;
  /** What all studies want measured of it. */
  readonly parts: readonly PartName[];
  /** Who needs it, such as `heuristics: dropout, seed 0`. */
  readonly neededBy: readonly string[];
}

/** One setting of a study with a run for each seed. */
export interface PlannedSetting {
  readonly name: string;
  /** What was asked for where it differs from the base. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Hashes of the runs, by seed. */
  readonly runs: readonly { readonly seed: number; readonly hash: string }[];
}

/** A study with everything that it will run. */
export interface PlannedStudy {
  readonly name: string;
  readonly spec: StudySpec;
  /** Undefined of a study of one's own. */
  readonly recipe: Recipe | undefined;
  readonly context: RecipeContext;
  readonly scale: string;
  readonly settings: readonly PlannedSetting[];
  /** Folder of its results. */
  readonly folder: string;
  readonly command: string;
}

/** Studies and the runs that they share. */
export interface StudyPlan {
  readonly studies: readonly PlannedStudy[];
  /** Each once, in the order in which they are needed. */
  readonly runs: readonly PlannedRun[];
  /** By which parts are measured, in all studies. */
  readonly parts: PartSettings;
}
