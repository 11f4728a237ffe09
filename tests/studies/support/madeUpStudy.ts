import type { FoundParts } from '#passband/studies/parts/parts.ts';
import { parseQuantity } from '#passband/studies/results/quantities.ts';
import type { RunResult, Setting, SettingRun } from '#passband/studies/results/runResult.ts';
import type { StudyResults } from '#passband/studies/results/studyResults.ts';
import { type GivenConfig, resolveConfig } from '#passband/training/config/config.ts';
import type { RunRecord } from '#passband/training/run/runFolder.ts';
import type { ClassificationRow } from '#passband/training/tasks/classification/classification.ts';

/** A run as a small table of numbers. */
export interface MadeUpRun {
  /** Accuracies by quantity, `train.x` or `test.lfc@4`: at the last epoch, or by epoch. */
  readonly at?: Readonly<Record<string, number | Readonly<Record<number, number>>>>;
  /** Images behind each accuracy; 1,000 of a split that is not named. */
  readonly images?: Readonly<Record<string, number>>;
  readonly config?: GivenConfig;
  readonly parts?: FoundParts;
  readonly state?: SettingRun['state'];
  readonly failure?: string;
  /** Whether nothing is known of it. */
  readonly isMissing?: boolean;
}

export const EPOCHS = 10;

/** What is known of a made-up run. */
export function madeUpResult({ at = {}, images = {}, config: given = {}, parts = {} }: MadeUpRun): RunResult {
  const config = resolveConfig(
    { network: 'lenet', epochs: EPOCHS, holdOut: 0, ...given, dataset: 'made-up' },
    { threads: 1, out: '.' },
  );
  const rows = Object.entries(at).flatMap(([text, values]) => {
    const quantity = parseQuantity(text);
    if (quantity?.kind !== 'accuracy' || quantity.split === 'unseen') throw new Error(`no accuracy: ${text}`);
    const { split, component, radius } = quantity;
    const n = images[split] ?? 1000;
    const byEpoch = typeof values === 'number' ? { [config.epochs]: values } : values;
    return Object.entries(byEpoch).map(([epoch, accuracy]): ClassificationRow => {
      const correct = Math.round(accuracy * n);
      const place = { epoch: Number(epoch), split, component, radius };
      return { ...place, loss: 1, accuracy: correct / n, correct, n, elapsedMs: 1000 * Number(epoch) };
    });
  });
  const record: RunRecord = {
    schema: 'passband.run',
    version: 2,
    config,
    versions: { passband: '1', node: '20', onnxruntime: '1' },
    dataset: {
      ...{ name: 'made-up', classes: ['a', 'b'], shape: [1, 32, 32], hashes: { data: '00' } },
      ...{ trainCount: 10_000, learnedCount: 10_000, heldOutCount: 0, measuredCount: 1000, testCount: 1000 },
      notices: [],
      ...(images.reserve && { reserveCount: images.reserve }),
    },
    parameters: 10,
    status: 'finished',
  };
  return { record, rows: rows.toSorted((a, b) => a.epoch - b.epoch), parts };
}

/** One setting with a run for each seed. */
export function madeUpSetting(
  name: string,
  runs: readonly MadeUpRun[],
  values: Readonly<Record<string, unknown>> = {},
): Setting {
  return {
    name,
    values,
    seeds: runs.map((run, seed) => ({
      seed,
      state: run.state ?? 'complete',
      failure: run.failure ?? null,
      result: run.isMissing ? undefined : madeUpResult(run),
    })),
  };
}

export interface MadeUpStudy extends Partial<Omit<StudyResults, 'settings'>> {
  /** By the settings' names, a run, or one for each seed. */
  readonly settings: Readonly<Record<string, MadeUpRun | readonly MadeUpRun[]>>;
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a study found: ten classes and the paper's radii, unless said otherwise. */
export function madeUpStudy({ settings, values = {}, ...others }: MadeUpStudy): StudyResults {
  return {
    settings: Object.entries(settings).map(([name, runs]) =>
      madeUpSetting(name, Array.isArray(runs) ? runs : [runs as MadeUpRun], values[name]),
    ),
    ...{ radii: [4, 8, 12, 16], classes: 10, fittedAt: 0.9, isFullScale: false },
    ...others,
  };
}

/** The same study where a setting is still to come: nothing is known of its runs. */
export function withoutSetting(study: MadeUpStudy, name: string): MadeUpStudy {
  return { ...study, settings: { ...study.settings, [name]: { state: 'to come', isMissing: true } } };
}
