import type { Dataset } from '../../data/dataset/dataset.ts';
import type { TrainingConfig } from '../../training/config/config.ts';
import type { WorkflowControls } from '../../workflows/common/workflowOptions.ts';
import { loadData, withLearnedLabels } from '../../workflows/training/loadData.ts';

/** What decides which data are read. */
export type DataChoice = Pick<
  TrainingConfig,
  'dataset' | 'dataDir' | 'imageSize' | 'seed' | 'limit' | 'reserve'
>;

/** Data sets that are kept at once: those of neighbouring runs. */
const KEPT = 2;

/** Loads data sets for many runs, and keeps the last ones: most runs of a study learn from the same images. */
export class DataCache {
  readonly #controls: WorkflowControls & { readonly maxMemory: number | undefined };
  readonly #kept = new Map<string, Promise<Dataset>>();

  constructor(controls: WorkflowControls & { readonly maxMemory: number | undefined }) {
    const { progress } = controls;
    const noted = new Set<string>();
    const note = (line: string) => {
      if (!noted.has(line)) progress.note(line);
      noted.add(line);
    };
    // What is to be known of the data is the same for each part of them that is read.
    this.#controls = { ...controls, progress: { ...progress, note } };
  }

  /** The data of a configuration, with the labels as they are. */
  whole({ dataset, dataDir, imageSize, seed, limit, reserve }: DataChoice): Promise<Dataset> {
    // The seed draws the planted data, and what a limit leaves of others.
    const draws = dataset === 'planted' || limit !== null ? seed : null;
    const key = JSON.stringify([dataset, dataDir, imageSize, draws, limit, reserve]);
    const known = this.#kept.get(key);
    if (known) return known;
    const choice = { dataset, dataDir, imageSize, seed, limit, reserve, shuffleLabels: 0 };
    const loaded = loadData(choice as TrainingConfig, this.#controls);
    this.#kept.set(key, loaded);
    loaded.catch(() => this.#kept.delete(key));
    for (const old of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(old);
    return loaded;
  }

  /** The data of a run, with its labels as it learns them. */
  async ofRun(config: TrainingConfig): Promise<Dataset> {
    return withLearnedLabels(await this.whole(config), config);
  }
}
