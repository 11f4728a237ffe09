import { type StudyRecord, type StudyRun, studyKind } from '../../report/study/studyRecord.ts';
import { versions } from '../../workflows/common/versions.ts';
import { barsFigure } from '../drawn/barsFigure.ts';
import { curvesFigure } from '../drawn/curvesFigure.ts';
import { settingsTable } from '../drawn/settingsTable.ts';
import type { FoundParts } from '../parts/parts.ts';
import type { PlannedRun, PlannedStudy } from '../plan/plannedStudy.ts';
import { lastEpoch, type RunResult, type Setting } from '../results/runResult.ts';
import { sampleOf } from '../results/samples.ts';
import type { StudyResults } from '../results/studyResults.ts';
import { RECIPE } from '../store/runIdentity.ts';
import { methodsText } from './methodsText.ts';

/** What is known of a run of a study by now. */
export interface KnownRun {
  readonly state: StudyRun['state'];
  readonly failure: string | null;
  readonly result: RunResult | undefined;
}

export interface RecordOptions {
  readonly status: StudyRecord['status'];
  readonly secondsLeft: number | null;
  readonly known: (hash: string) => KnownRun;
  readonly planned: (hash: string) => PlannedRun;
  readonly pictures: StudyRecord['pictures'];
}

/** What a study's tables, figures and claims are made of. */
export function resultsOf(study: PlannedStudy, known: RecordOptions['known']): StudyResults {
  const settings = study.settings.map(
    ({ name, values, runs }): Setting => ({
      name,
      values,
      seeds: runs.map(({ seed, hash }) => ({ seed, ...known(hash) })),
    }),
  );
  const { data, scale, radii } = study.context;
  return {
    settings,
    radii,
    classes: data.classes,
    fittedAt: scale.fittedAt,
    isFullScale: study.scale === 'paper',
  };
}

/** `study.json` from what the runs of a study found by now. */
export function recordOf(
  study: PlannedStudy,
  { status, secondsLeft, known, planned, pictures }: RecordOptions,
): StudyRecord {
  const { recipe, spec, context, settings } = study;
  const results = resultsOf(study, known);
  const runs = settings.flatMap(({ name, values, runs: own }) =>
    own.map(({ seed, hash }): StudyRun => {
      const { state: found, failure, result } = known(hash);
      // Once nobody is at work, nothing runs.
      const state = found === 'running' && status !== 'running' ? 'to come' : found;
      return {
        ...{ name, seed, hash, state, failure },
        epoch: result ? lastEpoch(result) : 0,
        epochs: planned(hash).model === null ? planned(hash).config.epochs : 0,
        trainAccuracy: (result && sampleOf({ kind: 'trained' }, result)?.value) ?? null,
        elapsedMs: result?.rows.at(-1)?.elapsedMs ?? 0,
        varied: { ...values },
      };
    }),
  );
  const first = settings
    .flatMap(({ runs: own }) => own.flatMap(({ hash }) => known(hash).result ?? []))
    .find(({ record }) => record !== null);
  const { data, scale } = context;
  const dataset = {
    name: first?.record?.dataset.name ?? data.dataset,
    classes: data.classes,
    shape: [...data.shape] as [number, number, number],
    hashes: { ...first?.record?.dataset.hashes },
    learned:
      first?.record?.dataset.learnedCount ??
      Math.min(scale.base.limit ?? data.trainCount, data.trainCount - (scale.base.reserve ?? 0)),
    test: data.testCount,
    reserve: scale.base.reserve ?? 0,
  };
  const seeds = [...new Set(settings.flatMap(({ runs: own }) => own.map(({ seed }) => seed)))];
  const shared = {
    ...{ dataset, seeds, runs },
    about: recipe?.about ?? spec.about ?? '',
    preset: context.preset,
    radii: scale.radii.map(({ radius, paper }) => ({ radius, paper })),
    versions: versions(),
  };
  const shown = spec.show.map((show, place) => ({
    show,
    id: `${'table' in show ? 'table' : 'figure'}-${place + 1}`,
  }));
  const isWarmedUp = settings.some(({ runs: own }) =>
    own.some(({ hash }) => planned(hash).config.adversarialWarmupEpochs > 0),
  );
  return {
    ...studyKind,
    status,
    name: study.name,
    title: recipe?.title ?? spec.title ?? study.name,
    paper: recipe?.paper ?? null,
    ...shared,
    command: study.command,
    recipe: RECIPE,
    scale: study.scale,
    base: { ...spec.base },
    notes: [...scale.notes, ...(isWarmedUp ? [WARMUP_NOTE] : [])],
    secondsLeft,
    claims: [...(recipe?.claims(results, context) ?? [])],
    figures: [
      ...shown.flatMap(({ show, id }) =>
        'curves' in show
          ? [curvesFigure(results, show, id)]
          : 'bars' in show
            ? [barsFigure(results, show, id)]
            : [],
      ),
      ...(recipe?.figures?.(results, context) ?? []),
    ],
    tables: [
      ...(recipe?.tables?.(results, context) ?? []),
      ...shown.flatMap(({ show, id }) => ('table' in show ? [settingsTable(results, show, id)] : [])),
    ],
    pictures,
    methods: methodsText({ ...shared, run: first?.record ?? undefined, parts: shownParts(study, known) }),
  };
}

const WARMUP_NOTE = 'In adversarial training ε rises over the first epochs, at laptop over half of them.';

/** What was measured of the first run that has it; of components only where the study shows what they decide. */
function shownParts({ settings, spec }: PlannedStudy, known: RecordOptions['known']): FoundParts {
  const results = settings.flatMap(({ runs }) => runs.flatMap(({ hash }) => known(hash).result ?? []));
  const showsDecided = JSON.stringify(spec.show).includes('decided-by-');
  return Object.fromEntries(
    spec.measure
      .filter((name) => name !== 'components' || showsDecided)
      .map((name) => [name, results.find(({ parts }) => parts[name])?.parts[name]]),
  );
}
