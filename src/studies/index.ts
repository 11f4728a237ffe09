/**
 * The paper's tables and figures, and studies of one's own: what runs, the store of runs, and what the numbers say of each claim.
 *
 * @module
 */

export { type ClaimId, claimIds, claimTexts } from './claims/claimTexts.ts';
export type { PartSettings } from './parts/partSettings.ts';
export { DataCache, type DataChoice } from './plan/dataCache.ts';
export { type ImageTimes, type Measured, measurePace, type Pace, type PaceOptions } from './plan/pace.ts';
export type { PlannedRun, PlannedSetting, PlannedStudy, StudyPlan } from './plan/plannedStudy.ts';
export type { PlanOptions } from './plan/planOne.ts';
export { planRecipes, planSpec } from './plan/planStudies.ts';
export { type RunCost, type RunLeft, runCost } from './plan/runCost.ts';
export { type SurveyedRun, surveyRuns } from './plan/survey.ts';
export type { Recipe, RecipeContext } from './recipes/recipe.ts';
export { type RecipeName, recipeNames } from './recipes/recipes.ts';
export { parseQuantity, type Quantity, type QuantitySplit } from './results/quantities.ts';
export { type RunStudiesOptions, runStudies } from './run/runStudies.ts';
export { type Scale, type ScaleName, type StudyData, scaleNames } from './spec/scales.ts';
export { type GivenSpec, type StudySpec, studySpecSchema } from './spec/studySpec.ts';
export { type ListedRun, type ListOptions, listRuns, type StoreList } from './store/listRuns.ts';
export { removeCheckpoints, removeRun } from './store/removeRun.ts';
export type { RunEntry } from './store/runEntry.ts';
export { runHash } from './store/runIdentity.ts';
export type { RunState } from './store/runState.ts';
export type { HoldersOptions } from './store/seeHolder.ts';
export { findStore, makeStore, openStore, type Store } from './store/store.ts';
export type { StoredStudy } from './store/storedStudies.ts';
export { unneededRuns } from './store/unneededRuns.ts';
