import { findStore } from '../../studies/store/store.ts';
import { diskSize, shownText, whole } from '../../wording/format.ts';
import { UserError } from '../../wording/userError.ts';
import { columns } from '../terminal/columns.ts';
import { readFlags } from '../terminal/flags.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { differingKeys } from './differences.ts';
import { statusText } from './listText.ts';
import { readList } from './readList.ts';
import { runsNamed } from './runNamed.ts';
import { type CompareFlags, compareFlags } from './runsFlags.ts';
import { settingText } from './settingText.ts';

/** Runs `passband runs compare`. */
export async function runCompareSettings(names: readonly string[], typed: CompareFlags): Promise<void> {
  const { store, json } = readFlags(compareFlags, typed);
  const list = await readList(await findStore(store));
  const runs = runsNamed(names, list.runs, store);
  if (runs.length < 2) throw new UserError(`runs compare needs two runs or more, got ${runs.length}`);
  const keys = differingKeys(runs);
  const datasets = new Set(runs.map(({ dataset }) => dataset));
  if (json) {
    const differing = keys.map((key) => [key, runs.map(({ settings }) => settings[key] ?? null)]);
    printJson({
      runs: runs.map(({ name }) => name),
      ...(datasets.size > 1 && { dataset: runs.map(({ dataset }) => dataset) }),
      settings: Object.fromEntries(differing),
    });
    return;
  }
  const shared = Object.keys(runs[0].settings).filter((key) => !keys.includes(key)).length;
  printLines([
    ...columns([
      ['', ...runs.map(({ name }) => name)],
      ...(datasets.size > 1 ? [['dataset', ...runs.map(({ dataset }) => settingText(dataset))]] : []),
      ...keys.map((key) => [key, ...runs.map(({ settings }) => settingText(settings[key]))]),
      ['status', ...runs.map(statusText)],
      ['test', ...runs.map(({ testAccuracy }) => shownText(testAccuracy, 'share'))],
      ['training', ...runs.map(({ trainAccuracy }) => shownText(trainAccuracy, 'share'))],
      ['size', ...runs.map(({ bytes }) => diskSize(bytes))],
    ]),
    '',
    keys.length > 0 || datasets.size > 1
      ? `${whole(shared)} other settings are the same.`
      : 'All settings are the same: the runs differ in their data, or in the version of Passband’s procedures.',
  ]);
}
