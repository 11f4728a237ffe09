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
