import { join } from 'node:path';
import { stringify } from 'yaml';
import { requireRecord } from '../../files/readRecord.ts';
import { studyKind, studyRecordSchema } from '../../report/study/studyRecord.ts';
import { availableCores } from '../../runtime/cores.ts';
import { DataCache } from '../../studies/plan/dataCache.ts';
import { type Measured, measurePace } from '../../studies/plan/pace.ts';
import type { StudyPlan } from '../../studies/plan/plannedStudy.ts';
import type { PlanOptions } from '../../studies/plan/planOne.ts';
import { planRecipes, planSpec } from '../../studies/plan/planStudies.ts';
import { type RunCost, runCost } from '../../studies/plan/runCost.ts';
import { MANY_RUNS } from '../../studies/plan/settingsOf.ts';
import { type SurveyedRun, surveyRuns } from '../../studies/plan/survey.ts';
import { type RecipeName, recipeNames, recipes } from '../../studies/recipes/recipes.ts';
import { runStudies } from '../../studies/run/runStudies.ts';
import { writeIndex } from '../../studies/run/writeIndex.ts';
import type { StudySpec } from '../../studies/spec/studySpec.ts';
import { makeStore, openStore, type Store } from '../../studies/store/store.ts';
import { requireOwnFolder } from '../../studies/store/storedStudies.ts';
import { roughTime } from '../../wording/duration.ts';
import { counted, whole } from '../../wording/format.ts';
import { shellCommand } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { noProgress, type ProgressSink } from '../../workflows/common/progressSink.ts';
import { didYouMean } from '../terminal/didYouMean.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt, INTERRUPTED } from '../terminal/interruption.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { readConfig, type TypedConfig } from '../training/readConfig.ts';
import { commandOf, indexCommand, unusual } from './commandOf.ts';
import { dryRunText } from './dryRunText.ts';
import { printList } from './printList.ts';
import { readSpec, requireNoneOfPaper } from './readSpec.ts';
import { baseFlags, type StudyFlags, studyFlags } from './studyFlags.ts';
import { failureText, pageOf, studyText } from './studyText.ts';

/** Runs `passband study`. */
export async function runStudy(names: readonly string[], typed: StudyFlags): Promise<void> {
  const { list, json = false, quiet = false } = typed;
  if (list) return printList(json);
  const wanted = wantedOf(names);
  if (typed.print) return printSpec(wanted, typed);
  const flags = readFlags(studyFlags, typed);
  const progress = quiet ? noProgress : terminalProgress();
  const signal = abortOnInterrupt(() =>
    progress.say('Stopping after this batch; Ctrl-C again exits at once.'),
  );
  const { plan, data, store } = await planned(wanted, typed, { progress, signal });
  if (typed.methods) return printMethods(plan);
  const retry = flags.retry ?? false;
  const surveyed = await surveyRuns(plan, { retry });
  const due = surveyed.filter(({ isDue }) => isDue);
  const measured = due.length > 0 ? await measure(due, data, { flags, progress, signal }) : undefined;
  const costs = costsOf(plan, due, measured);
  const seconds = new Map([...costs].map(([hash, cost]) => [hash, cost.seconds]));
  const total = [...seconds.values()].reduce((sum, each) => sum + each, 0) / (measured?.jobs ?? 1);
  if (due.length > MANY_RUNS && !flags.yes && !typed.dryRun) {
    throw new UserError(
      `${plan.studies[0].name}: there are ${whole(due.length)} runs to do, about ${roughTime(total)}; add --yes to run them, or --dry-run to see each`,
    );
  }
  if (typed.dryRun) {
    const rows = { surveyed, costs, measured };
    if (json) printJson(dryRunText(rows).json);
    else printLines(dryRunText(rows).lines);
    return;
  }
  // Whoever is refused, or only looks, leaves nothing behind.
  await makeStore(store);
  if (measured && !quiet) {
    progress.say(
      `${whole(due.length)} of ${counted(plan.runs.length, 'run')} to do, about ${roughTime(total)}; ${measured.why}.`,
    );
  }
  const records = await runStudies(plan, {
    ...{ data, progress, signal, seconds, retry, now: Date.now },
    jobs: measured?.jobs ?? 1,
    threads: measured?.threads ?? availableCores(),
    cores: availableCores(),
    keepCheckpoints: flags.keepCheckpoints ?? false,
    failFast: flags.failFast ?? false,
  });
  await writeIndex(store, indexCommand(plan.studies));
  if (json) printJson(records.length === 1 ? records[0] : records);
  else if (!quiet) {
    printLines(records.flatMap((record, place) => studyText(record, pageOf(plan.studies[place]))));
    if (records.length > 1) printLines(['', `All studies of the store: ${join(store.folder, 'index.html')}`]);
  }
  if (records.some(({ status }) => status === 'stopped') && signal.aborted) {
    progress.say(`Stopped. To go on: ${shellCommand(['passband', 'study', ...names], unusual(typed))}`);
    process.exitCode = INTERRUPTED;
    return;
  }
  const failure = failureText(records, plan.studies);
  if (failure !== null) throw new UserError(failure);
}

type Wanted =
  | { readonly recipes: readonly RecipeName[] }
  | { readonly spec: StudySpec; readonly file: string };

function wantedOf(names: readonly string[]): Wanted {
  if (names.length === 0) {
    throw new UserError(
      `study needs a name: ${recipeNames.join(', ')}, all, or a YAML file; --list says what they are`,
    );
  }
  const file = names.find((name) => /\.(ya?ml|json)$/i.test(name));
  if (file !== undefined) {
    if (names.length > 1) throw new UserError(`study takes one file alone, got ${names.join(' ')}`);
    return { spec: readSpec(file), file };
  }
  if (names.includes('all')) return { recipes: recipeNames };
  for (const name of names) {
    if (Object.hasOwn(recipes, name)) continue;
    throw new UserError(
      `there is no study '${name}'${didYouMean(name, [...recipeNames, 'all'])}; known: ${recipeNames.join(', ')}, all, or a YAML file`,
    );
  }
  return { recipes: [...new Set(names)] as RecipeName[] };
}

async function planned(
  wanted: Wanted,
  typed: StudyFlags,
  controls: { readonly progress: ProgressSink; readonly signal: AbortSignal },
): Promise<{ plan: StudyPlan; data: DataCache; store: Store }> {
  const flags = readFlags(studyFlags, typed);
  if ('spec' in wanted) requireNoneOfPaper(wanted, flags);
  const own = Object.fromEntries(Object.keys(baseFlags).map((key) => [key, typed[key as keyof StudyFlags]]));
  const given = readConfig(own as TypedConfig);
  const data = new DataCache({ ...controls, now: undefined, maxMemory: flags.maxMemory });
  const store = await openStore(flags.store);
  const options: PlanOptions = {
    ...{ store, given, seeds: flags.seeds, scale: flags.scale, preset: flags.preset },
    dataDir: typed.dataDir ?? null,
    data: (config) => data.whole(config),
    command: (study) => commandOf('spec' in wanted ? wanted.file : study, typed),
  };
  const plan =
    'spec' in wanted
      ? await planSpec(wanted.spec, {
          ...options,
          given: { ...given, ...(typed.dataset !== undefined && { dataset: typed.dataset }) },
        })
      : await planRecipes(wanted.recipes, typed.dataset ?? 'planted', options);
  for (const study of plan.studies) await requireOwnFolder(study);
  return { plan, data, store };
}

interface MeasureOptions {
  readonly flags: { readonly jobs?: number | undefined };
  readonly progress: ProgressSink;
  readonly signal: AbortSignal;
}

async function measure(
  due: readonly SurveyedRun[],
  data: DataCache,
  { flags, progress, signal }: MeasureOptions,
): Promise<Measured | undefined> {
  const runs = due.map(({ run }) => run).filter(({ model }) => model === null);
  if (runs.length === 0) return undefined;
  const measured = await measurePace(
    runs.map(({ config }) => config),
    {
      cores: availableCores(),
      jobs: flags.jobs,
      data: (config) => data.whole(config),
      now: () => performance.now(),
      signal,
      onProgress: (done, total) =>
        progress.task({ label: 'timing a few steps of each network', done, total }),
    },
  );
  progress.end();
  return measured;
}

/** What is left of each run that is due, by hash. */
function costsOf(
  { studies, parts }: StudyPlan,
  due: readonly SurveyedRun[],
  measured: Measured | undefined,
): Map<string, RunCost> {
  const { context } = studies[0];
  return new Map(
    due.map(({ run, state }) => {
      const left = { epoch: state.epoch, parts: state.state === 'new' ? run.parts : state.missingParts };
      // Of a foreign model nothing is known before it is opened.
      const known = measured && run.model === null;
      const nothing = { images: 0, seconds: 0 };
      return [run.hash, known ? runCost(run.config, context.data, left, measured.pace, parts) : nothing];
    }),
  );
}

/** A built-in study in the form of one's own. */
async function printSpec(wanted: Wanted, typed: StudyFlags): Promise<void> {
  const controls = { progress: noProgress, signal: new AbortController().signal };
  const { plan } = await planned(wanted, typed, controls);
  if (plan.studies.length > 1) throw new UserError('--print takes one study at a time');
  const { spec, recipe } = plan.studies[0];
  const { models, ...written } = spec;
  const left =
    recipe?.tables || recipe?.pictures
      ? [
          '# The paper’s own table or picture of this study, and its claims, are left out: a file cannot say them.',
        ]
      : ['# The claims of the paper are left out: a file cannot say them.'];
  printLines([
    ...left,
    ...stringify({ ...written, ...(models.length > 0 && { models }) })
      .trimEnd()
      .split('\n'),
  ]);
}

async function printMethods({ studies }: StudyPlan): Promise<void> {
  for (const { folder } of studies) {
    const { methods } = await requireRecord(folder, 'study.json', studyRecordSchema, studyKind).catch(() => {
      throw new UserError(`${folder} holds no study yet; run it first, without --methods`);
    });
    printLines([methods]);
  }
}
