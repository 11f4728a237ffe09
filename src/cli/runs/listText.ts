import type { ListedRun } from '../../studies/store/listRuns.ts';
import { counted, diskSize, shownText, whole } from '../../wording/format.ts';
import { quoted } from '../../wording/shellCommand.ts';
import { columns } from '../terminal/columns.ts';
import { didYouMean } from '../terminal/didYouMean.ts';
import { type Condition, valuesOf } from './condition.ts';
import { distinguishing } from './differences.ts';
import { settingText } from './settingText.ts';

export interface ListContext {
  /** Its folder, as it was typed. */
  readonly store: string;
  /** All runs of the store. */
  readonly all: readonly ListedRun[];
  readonly where: readonly Condition[];
}

/** Settings that a line tells. */
const MOST_SETTINGS = 3;

/** A list of runs, why those failed that did, and their sum. */
export function listText(shown: readonly ListedRun[], { store, all, where }: ListContext): string[] {
  if (all.length === 0) return [`${store} has no runs yet.`];
  if (shown.length === 0) return [nothingText(all, where)];
  const telling = distinguishing(shown);
  const rows = shown.map((run) => [
    run.name,
    networkText(run),
    run.dataset ?? '–',
    shortened(telling.get(run)!, MOST_SETTINGS, ', '),
    statusText(run),
    shownText(run.testAccuracy, 'share'),
    shownText(run.trainAccuracy, 'share'),
    diskSize(run.bytes),
    shortened(run.neededBy, 1, ', '),
  ]);
  const failed = shown.filter(({ failure }) => failure !== null);
  const unneeded = all.filter(({ neededBy }) => neededBy.length === 0);
  return [
    ...columns([
      ['run', 'network', 'data set', 'settings', 'status', 'test', 'training', 'size', 'needed by'],
      ...rows,
    ]),
    ...failed.map(({ name, failure }) => `  ${name}: ${failure}`),
    '',
    shown.length < all.length
      ? `${whole(shown.length)} of ${counted(all.length, 'run')}, ${diskSize(bytesOf(shown))} of ${diskSize(bytesOf(all))}.`
      : `${sumText(all)}.`,
    ...(unneeded.length > 0
      ? [
          `${sumText(unneeded)}, needed by no study: passband runs prune --store ${quoted(store)} says what would go.`,
        ]
      : []),
  ];
}

/** Of a folder without a run a dash. */
export const networkText = ({ settings: { network } }: ListedRun) =>
  network === undefined ? '–' : settingText(network);

/** How far a run is. */
export function statusText({ status, epoch, settings }: ListedRun): string {
  if (status === 'trained') return `trained, ${counted(epoch, 'epoch')}`;
  const isKnown = settings.epochs !== undefined;
  return isKnown ? `${status}, epoch ${epoch} of ${settingText(settings.epochs)}` : status;
}

/** `12 runs, 34 MB`. */
export function sumText(runs: readonly ListedRun[]): string {
  return `${counted(runs.length, 'run')}, ${diskSize(bytesOf(runs))}`;
}

export function bytesOf(runs: readonly ListedRun[]): number {
  return runs.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** That no run is as it was wanted, with the value that was probably meant. */
function nothingText(all: readonly ListedRun[], where: readonly Condition[]): string {
  const typed = where.map((condition) => condition.typed).join(' and ');
  const meant = where
    .filter(({ operator }) => operator === '=')
    .map(({ key, wanted }) => {
      const values = all.flatMap((run) => valuesOf(run, key).map(settingText));
      return values.includes(wanted) ? '' : didYouMean(wanted, [...new Set(values)]);
    })
    .join('');
  return `No run of ${whole(all.length)} fulfils ${typed}${meant}.`;
}

export function shortened(words: readonly string[], most: number, between: string): string {
  if (words.length === 0) return '–';
  const rest = words.length > most ? ` and ${words.length - most} more` : '';
  return `${words.slice(0, most).join(between)}${rest}`;
}
