import type { Convention } from '../../networks/classifier/convention.ts';

/** A model's images, and what its file does not say. Each setting is what the flag of its name takes. */
export interface ModelSettings {
  /** What `loadDataset` takes: a name, or the path of images; by default a run's own. */
  readonly dataset?: string | undefined;
  /** Folder of the data sets' files. */
  readonly dataDir?: string | undefined;
  /** Height and width of an image folder's images in pixels; by default those that the model takes. */
  readonly imageSize?: number | undefined;
  /** Test images that are used, with the share of each class kept; by default all. */
  readonly limit?: number | undefined;
  /** Parts of the convention that are known; the others are found out, but for range, mean and std, which come together. */
  readonly layout?: Convention['layout'] | undefined;
  readonly channels?: Convention['channels'] | undefined;
  readonly range?: Convention['range'] | undefined;
  readonly mean?: Convention['mean'] | undefined;
  readonly std?: Convention['std'] | undefined;
  /** The output with the classes, where a model has several. */
  readonly output?: string | undefined;
  /** Path of a file with the names of the model's classes in its order: a JSON list or one a line. */
  readonly classes?: string | undefined;
  /** Path of a JSON object of data set class → model class (name or index). */
  readonly classMap?: string | undefined;
  /** Processor threads; by default one a core, which is the most. */
  readonly threads?: number | undefined;
  /** Memory in GiB that reading the data may take; by default 4. */
  readonly maxMemory?: number | undefined;
  /** Seed of everything random; by default 0. */
  readonly seed?: number | undefined;
}

/** The parts of the convention that settings give. */
export function givenConvention(settings: ModelSettings): Partial<Convention> {
  const { layout, channels, range, mean, std } = settings;
  const isGiven = range !== undefined || mean !== undefined || std !== undefined;
  return {
    ...(layout !== undefined && { layout }),
    ...(channels !== undefined && { channels }),
    ...(isGiven && { range: range ?? [0, 1], mean: mean ?? [0], std: std ?? [1] }),
  };
}
