import type { Convention } from '../../../src/networks/classifier/convention.ts';

/** Where a model's bytes are; the worker reads them, so that no file ever lies on the page's main thread. */
export interface ModelSource {
  /** Tells sources apart: files of one name may differ. */
  readonly id: number;
  /** As people call the model. */
  readonly name: string;
  readonly file: Blob;
  /** Files that were dropped with it, which may hold its weights. */
  readonly beside: readonly File[];
}

/** What a person said about a model; all else is found out. */
export interface ModelChoices {
  /** The output to take, where several could be the classes. */
  readonly output?: string;
  /** Height and width of the images, where the model leaves them open. */
  readonly imageSize?: number;
  readonly convention?: Convention;
  /** Names of the classes in the model's order. */
  readonly classes?: readonly string[];
}

/** What must be said before a model can be opened. */
export interface ModelQuestion {
  /** Outputs that could be the classes. */
  readonly outputs?: readonly string[];
  /** The shape of an input that leaves the size of images open. */
  readonly inputShape?: readonly (string | number)[];
}
