import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { configSchema, isAttacked, type TrainingConfig } from '../../training/config/config.ts';

/**
 * Of Passband's own training and measuring: it goes up when the same settings come to give other numbers, so that runs of before are
 * not taken for runs of now.
 */
export const RECIPE = 1;

/** Where a run lies and how it is carried out, which decide nothing about its numbers. */
const notDeciding: ReadonlySet<string> = new Set(['dataset', 'dataDir', 'out', 'threads', 'tensorboard']);

/** Names of the settings that can decide a run's numbers, in the order of a configuration. */
export const decidingKeys: readonly string[] = Object.keys(configSchema.shape).filter(
  (key) => !notDeciding.has(key),
);

/**
 * Whether a setting is one that older versions did not have, at the value that they had without knowing: it is left out, so that a new
 * setting gives no known run another name.
 */
function isAsBefore(key: string, value: unknown): boolean {
  const schema = configSchema.shape[key as keyof typeof configSchema.shape];
  return schema instanceof z.ZodDefault && schema.def.defaultValue === value;
}

/** The settings of a run that decide its numbers. */
export function decidingSettings(config: TrainingConfig): Record<string, unknown> {
  const attacked = isAttacked(config);
  return Object.fromEntries(
    Object.entries(config)
      .filter(
        ([key, value]) =>
          !notDeciding.has(key) && !isAsBefore(key, value) && (attacked || !key.startsWith('adversarial')),
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * The name of a run: SHA-256 of what decides its numbers. Neither paths nor names are in it.
 *
 * @param config resolved, the size of its images included
 */
export function runHash(config: TrainingConfig, { hashes }: Pick<Dataset, 'hashes'>): string {
  const content = {
    recipe: RECIPE,
    settings: decidingSettings(config),
    data: Object.values(hashes).toSorted(),
  };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/**
 * The name of what is measured of a foreign model: of its file, of what a person said of it, and of what it is measured on.
 */
export function modelHash(
  { sha256, said }: { readonly sha256: string; readonly said: object },
  { rescale, distance, preset, radius, imageSize }: TrainingConfig,
  { hashes }: Pick<Dataset, 'hashes'>,
): string {
  const settings = { rescale, distance, preset, radius, imageSize };
  const content = {
    ...{ recipe: RECIPE, model: sha256, settings, data: Object.values(hashes).toSorted() },
    ...(Object.keys(said).length > 0 && { said }),
  };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** What a run's folder is called. */
export const folderOfHash = (hash: string) => hash.slice(0, 16);
/** Other folders beside those are none of a study's. */
export const isHashFolder = (name: string) => /^[0-9a-f]{16}$/.test(name);
