import { computed, effect, signal } from '@preact/signals';
import { methods } from '../../src/attacks/methods/methods.ts';
import { parseEpsilon } from '../../src/attacks/parseEpsilon.ts';
import { boundaryOf } from '../../src/spectrum/split/radialMask.ts';
import { modelHost } from '../model/currentModel.ts';
import type { AttackPicture, AttackRequest } from '../model/host/attackPicture.ts';
import type { OpenedModel } from '../model/host/modelHost.ts';
import { reasonOf } from '../model/host/reasonOf.ts';
import { readyModel } from '../model/readyModel.ts';
import { latest } from '../state/latest.ts';
import { view } from '../state/view.ts';
import { modelImage } from '../subject/modelImage.ts';

/** The attack that the view describes; null without a model or an image. */
export const attackRequest = computed((): AttackRequest | null => {
  const model = readyModel.value;
  const image = modelImage.value;
  if (!model || !image || !model.shape.every((size, axis) => size === image.shape[axis])) return null;
  const { attack, norm, epsilon, steps, aim, band, label, seed, r, distance, preset } = view.value;
  return {
    ...{ image, norm, band, seed, distance },
    method: attack,
    epsilon: parseEpsilon(epsilon).value,
    steps: methods[attack].fixedSteps?.count ?? steps,
    target: aim,
    label: label >= 0 && label < model.classes.length ? label : null,
    // The cut-off is a part of an attack within a band only.
    radius: band === 'all' ? 0 : r,
    boundary: boundaryOf(preset),
  };
});

/** Says whether two attacks are the same. */
export function attackKey({ image: _, ...settings }: AttackRequest): string {
  return JSON.stringify(settings);
}

/** An attack that was done, with what it was asked for. */
export interface DoneAttack {
  readonly request: AttackRequest;
  readonly model: OpenedModel;
  readonly picture: AttackPicture;
}

export const doneAttack = signal<DoneAttack | null>(null);
/** Share that is done of the attack under way; null while there is none. */
export const attackProgress = signal<number | null>(null);
export const attackProblem = signal<string | null>(null);
/** Whether a person had enough of the attack that the view describes. */
export const attackStopped = signal(false);
/** Share of Σ δ² of the done attack within the current cut-off. */
export const lowEnergy = signal<number | null>(null);

let newest = 0;

/** Attacks as the view says, of several wishes the last, until the function that it returns is called. */
export function followAttack(): () => void {
  let before: { key: string; image: unknown; model: unknown } | undefined;
  const stopAttacks = effect(() => {
    const request = attackRequest.value;
    const model = readyModel.value;
    if (!request || !model) {
      before = undefined;
      newest++;
      attackProgress.value = null;
      attackStopped.value = false;
      doneAttack.value = null;
      return;
    }
    const key = attackKey(request);
    if (before?.key === key && before.image === request.image && before.model === model) return;
    before = { key, image: request.image, model };
    run(request, model);
  });
  const stopShares = effect(() => {
    const { r, distance, preset } = view.value;
    const done = doneAttack.value;
    if (done) findShare({ done, r, options: { distance, boundary: boundaryOf(preset) } });
  });
  return () => {
    stopAttacks();
    stopShares();
    newest++;
  };
}

/** Gives up the attack under way; it does not begin again until something of it changes, or `attackAgain`. */
export function stopAttack(): void {
  newest++;
  attackProgress.value = null;
  attackStopped.value = true;
  modelHost.stopAttack();
}

export function attackAgain(): void {
  const request = attackRequest.peek();
  const model = readyModel.peek();
  if (request && model) run(request, model);
}

async function run(request: AttackRequest, model: OpenedModel): Promise<void> {
  const mine = ++newest;
  attackStopped.value = false;
  attackProblem.value = model.withoutGradients || null;
  if (model.withoutGradients) {
    doneAttack.value = null;
    return;
  }
  attackProgress.value = 0;
  try {
    const picture = await modelHost.attack(request, { plain: true }, (share) => {
      // Progress comes by a port of its own, and its last message may come after the answer.
      if (mine === newest && attackProgress.peek() !== null) attackProgress.value = share;
    });
    if (mine === newest) doneAttack.value = { request, model, picture };
  } catch (error) {
    if (mine !== newest) return;
    doneAttack.value = null;
    attackProblem.value = reasonOf(error);
  }
  if (mine === newest) attackProgress.value = null;
}

interface Share {
  readonly done: DoneAttack;
  readonly r: number;
  readonly options: Parameters<typeof modelHost.lowShare>[2];
}

const findShare = latest(
  ({ done, r, options }: Share) => modelHost.lowShare(done.picture.delta, r, options),
  (share, { done }) => {
    if (done === doneAttack.peek()) lowEnergy.value = share;
  },
  // The worker was ended with its model; the next attack finds its own share.
  () => {
    lowEnergy.value = null;
  },
);
