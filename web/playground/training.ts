import { computed, effect, signal } from '@preact/signals';
import { proxy, type Remote, wrap } from 'comlink';
import type { PartReliance } from '../../src/studies/planted/plantedParts.ts';
import { view } from '../state/view.ts';
import { type Settings, settingsOf } from './learner/settings.ts';
import type { Goal, News, Trainer } from './learner/trainerHost.ts';
import type { TrainerStart } from './learner/trainerWorker.ts';

/** A measured point of a training. */
export interface Moment {
  readonly epoch: number;
  /** Radius → what was measured at it. */
  readonly at: ReadonlyMap<number, PartReliance>;
}

/** What the page knows of its training. */
export interface Training {
  readonly status: 'untouched' | 'starting' | 'running' | 'paused' | 'finished' | 'failed';
  readonly moments: readonly Moment[];
  readonly epoch: number;
  /** Of the epoch's batches so far; null before the first batch. */
  readonly loss: number | null;
  readonly imagesPerSecond: number | null;
  /** Why it failed. */
  readonly reason: string | null;
}

const untouched: Training = {
  status: 'untouched',
  moments: [],
  epoch: 0,
  loss: null,
  imagesPerSecond: null,
  reason: null,
};

export const training = signal(untouched);

/** The settings of the view, the same object as long as they are the same. */
export const settings = computed((): Settings => {
  const next = settingsOf(view.value);
  const kept = lastSettings;
  if (kept && JSON.stringify(kept) === JSON.stringify(next)) return kept;
  lastSettings = next;
  return next;
});
let lastSettings: Settings | undefined;

/** Cut-off of the measurements, in bins. */
export const radius = computed(() => Math.round(view.value.cut));

/** The newest measurement at the cut-off of now. */
export const latest = computed(() => {
  const reliance = training.value.moments
    .findLast((moment) => moment?.at.has(radius.value))
    ?.at.get(radius.value);
  return reliance && { radius: radius.value, reliance };
});

let worker: Worker | undefined;
let trainer: Promise<Remote<Trainer>> | undefined;
let orders = 0;

/** Trains to the end, or to the end of an epoch, from where the training is. */
export function play(goal: Exclude<Goal, 'here'> = 'end'): void {
  const { status } = training.value;
  if (status === 'finished' || status === 'failed') reset();
  change({ status: trainer ? 'running' : 'starting' });
  aim(goal);
}

export function pause(): void {
  const { status } = training.value;
  if (status !== 'running' && status !== 'starting') return;
  change({ status: 'paused' });
  aim('here');
}

/** Forgets the training; its worker ends at once, whatever it is doing. */
export function reset(): void {
  worker?.terminate();
  worker = undefined;
  trainer = undefined;
  training.value = untouched;
}

// Another data set is another experiment; another radius is the same one, seen through another filter.
effect(() => {
  settings.value;
  reset();
});
effect(() => {
  const wanted = radius.value;
  trainer?.then((remote) => remote.measureAt(wanted));
});

function change(some: Partial<Training>): void {
  training.value = { ...training.value, ...some };
}

async function aim(goal: Goal): Promise<void> {
  const order = ++orders;
  trainer ??= start();
  try {
    await (await trainer).aim(goal, order);
  } catch (error) {
    hear({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

function start(): Promise<Remote<Trainer>> {
  const mine = new Worker(new URL('learner/trainerWorker.ts', import.meta.url), { type: 'module' });
  worker = mine;
  const remote = wrap<TrainerStart>(mine);
  const tell = (news: News) => {
    if (worker === mine) hear(news);
  };
  return remote(settings.value, radius.value, proxy(tell)) as unknown as Promise<Remote<Trainer>>;
}

function hear(news: News): void {
  const { status, moments } = training.value;
  if (news.kind === 'batch') {
    const { epoch, loss, imagesPerSecond } = news;
    change({ epoch, loss, imagesPerSecond, status: status === 'starting' ? 'running' : status });
  } else if (news.kind === 'moment') {
    const { index, epoch, radius, reliance } = news;
    const next = [...moments];
    next[index] = { epoch, at: new Map(moments[index]?.at).set(radius, reliance) };
    change({ moments: next });
  } else if (news.kind === 'stopped') {
    if (news.isFinished) change({ status: 'finished' });
    else if (status === 'running' && news.order === orders) change({ status: 'paused' });
  } else {
    worker?.terminate();
    worker = undefined;
    trainer = undefined;
    change({ status: 'failed', reason: news.reason });
  }
}
