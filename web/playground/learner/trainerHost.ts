import { plantedSplits } from '../../../src/data/planted/plantedSplits.ts';
import { createLocalPool } from '../../../src/runtime/localPool.ts';
import type { PartReliance } from '../../../src/studies/planted/plantedParts.ts';
import { loadRuntime } from '../../model/host/loadRuntime.ts';
import { createLearner } from './createLearner.ts';
import { createMeasure, type Weights } from './measure.ts';
import { batchSize, epochs, imagesPerMoment, plantedOptions, type Settings } from './settings.ts';

/** What the page hears of a training. */
export type News =
  | {
      readonly kind: 'batch';
      /** Epochs learned so far, with the part of the one that is underway. */
      readonly epoch: number;
      readonly loss: number;
      readonly imagesPerSecond: number;
    }
  | {
      readonly kind: 'moment';
      readonly index: number;
      readonly epoch: number;
      readonly radius: number;
      readonly reliance: PartReliance;
    }
  /** It rests, having done what the page wanted with its `order`-th wish. */
  | { readonly kind: 'stopped'; readonly order: number; readonly isFinished: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

/** How far a training is to go from where it is. */
export type Goal = 'end' | 'epoch' | 'here';

export interface Trainer {
  /** @param order counts the page's wishes */
  aim(goal: Goal, order: number): void;
  /** Measures all moments of the training so far at another radius, the latest first. */
  measureAt(radius: number): void;
}

/** A time at which the network was measured; its weights stay, so that it can be measured at other radii. */
interface Moment {
  readonly step: number;
  readonly weights: Weights;
  readonly measured: Set<number>;
}

/**
 * Trains a network in a worker of its own, one batch after the other, and measures it on the way. It gets as far as
 * its goal, then rests; between two batches it hears what the page wants.
 */
export async function startTrainer(
  settings: Settings,
  { radius: firstRadius, tell }: { readonly radius: number; readonly tell: (news: News) => void },
): Promise<Trainer> {
  // Not WebGPU, which differs from card to card in the last bits: by the last epoch these are percents, and a link shows
  // others the same curves. For a step this small WebAssembly is fast enough, and a software GPU much slower.
  const loaded = await loadRuntime({ gpu: false });
  const { runtime, providers, threads } = loaded;
  const splits = plantedSplits(plantedOptions(settings));
  const learner = await createLearner(loaded, splits, settings);
  const measure = createMeasure(createLocalPool(runtime, { providers, threads }), splits, settings);
  const { batchesPerEpoch } = learner;
  const last = epochs * batchesPerEpoch;
  const batchesPerMoment = imagesPerMoment / batchSize;
  const moments: Moment[] = [];
  let radius = firstRadius;
  let goal = 0;
  let order = 0;
  let isWorking = false;
  let imagesPerSecond = 0;

  const remember = () =>
    moments.push({ step: learner.step(), weights: learner.weights(), measured: new Set() });

  async function learn(): Promise<void> {
    const startMs = performance.now();
    const loss = await learner.next();
    const now = (1000 * batchSize) / (performance.now() - startMs);
    imagesPerSecond = imagesPerSecond === 0 ? now : 0.9 * imagesPerSecond + 0.1 * now;
    const step = learner.step();
    tell({ kind: 'batch', epoch: step / batchesPerEpoch, loss, imagesPerSecond });
    if (step % batchesPerMoment === 0) remember();
  }

  async function look(index: number): Promise<void> {
    const { step, weights, measured } = moments[index];
    const at = radius;
    const reliance = await measure(weights, at);
    measured.add(at);
    tell({ kind: 'moment', index, epoch: step / batchesPerEpoch, radius: at, reliance });
  }

  /** The moment to measure next: the latest, then ends of epochs, then the others; −1 when all are measured. */
  function nextUnmeasured(): number {
    const rank = (index: number) =>
      index === moments.length - 1 ? 0 : moments[index].step % batchesPerEpoch === 0 ? 1 : 2;
    const left = [...moments.keys()].filter((index) => !moments[index].measured.has(radius));
    return left.sort((a, b) => rank(a) - rank(b) || b - a)[0] ?? -1;
  }

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    try {
      let isOldTurn = false;
      while (true) {
        await breathe();
        const index = nextUnmeasured();
        const isLatest = index === moments.length - 1;
        const isLearning = learner.step() < goal;
        // At another radius, batches and old moments take turns, so that training goes on.
        if (index >= 0 && (isLatest || isOldTurn || !isLearning)) {
          isOldTurn = false;
          await look(index);
        } else if (isLearning) {
          isOldTurn = true;
          await learn();
        } else {
          break;
        }
      }
      tell({ kind: 'stopped', order, isFinished: learner.step() === last });
    } catch (error) {
      tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    } finally {
      isWorking = false;
    }
  }

  remember();
  work();
  return {
    aim(wanted, count) {
      order = count;
      const step = learner.step();
      goal =
        wanted === 'end'
          ? last
          : wanted === 'epoch'
            ? Math.min(last, (Math.floor(step / batchesPerEpoch) + 1) * batchesPerEpoch)
            : step;
      work();
    },
    measureAt(wanted) {
      radius = wanted;
      work();
    },
  };
}

const gate = new MessageChannel();
gate.port1.start();

/**
 * Lets messages of the page in: ONNX Runtime in WebAssembly never gives the worker's thread back by itself. A message and
 * no timer, because timers in a row wait for four milliseconds each.
 */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    gate.port1.onmessage = () => resolve();
    gate.port2.postMessage(null);
  });
}
