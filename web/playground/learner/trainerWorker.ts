import { expose, proxy } from 'comlink';
import type { Settings } from './settings.ts';
import type { News } from './trainerHost.ts';
import { startTrainer } from './trainerHost.ts';

/** @param tell called with each piece of news, in order */
async function start(settings: Settings, radius: number, tell: (news: News) => void) {
  return proxy(await startTrainer(settings, { radius, tell }));
}

export type TrainerStart = typeof start;

expose(start);
