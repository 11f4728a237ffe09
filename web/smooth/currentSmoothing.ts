import { computed, effect, signal } from '@preact/signals';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { attackKey, attackRequest } from '../attack/currentAttack.ts';
import { currentModel, modelHost } from '../model/currentModel.ts';
import type { AttackPicture, AttackRequest } from '../model/host/attackPicture.ts';
import type { SplitView } from '../model/host/componentsOf.ts';
import type { OpenedModel, SmoothedLayer } from '../model/host/modelHost.ts';
import type { ModelSource } from '../model/host/modelSource.ts';
import { reasonOf } from '../model/host/reasonOf.ts';
import { latest } from '../state/latest.ts';
import { view } from '../state/view.ts';

/** The first convolution of the page's model; null until it is known. */
export const smoothedLayer = signal<(SmoothedLayer & { readonly source: ModelSource }) | null>(null);
/** Why nothing can be smoothed. */
export const smoothProblem = signal<string | null>(null);

/** What the model says with and without smoothing. */
export interface Comparison {
  readonly rho: number;
  readonly model: OpenedModel;
  /** [n, classes] of x, LFC, HFC and, where there are gradients, the image attacked without smoothing. */
  readonly plain: Tensor<'float32'>;
  readonly shown: Tensor<'float32'>;
  /** An attack on the smoothed model itself; null without gradients. */
  readonly afresh: AttackPicture | null;
}

export const comparison = signal<Comparison | null>(null);

const ready = computed(() => (currentModel.value.status === 'ready' ? currentModel.value : null));

const smooth = latest(
  ({ rho }: { rho: number; source: ModelSource }) => modelHost.smooth(rho),
  (layer, { rho, source }) => {
    const state = currentModel.peek();
    if (state.status !== 'ready' || state.source !== source) return;
    smoothProblem.value = null;
    smoothedLayer.value = { ...layer, source };
    // All that the page asks of its model follows.
    if (state.model.rho !== rho) currentModel.value = { ...state, model: { ...state.model, rho } };
  },
  (error) => {
    smoothedLayer.value = null;
    smoothProblem.value = reasonOf(error);
  },
);

interface Asked {
  readonly request: AttackRequest;
  readonly split: SplitView;
  readonly model: OpenedModel;
  readonly source: ModelSource;
}

/** The attack on the model without smoothing, which one ρ after the other is shown. */
let known: { key: string; image: unknown; source: unknown; picture: AttackPicture } | undefined;

async function plainAttack({ request, source }: Asked): Promise<AttackPicture> {
  const key = attackKey(request);
  if (known?.key === key && known.image === request.image && known.source === source) return known.picture;
  const picture = await modelHost.attack(request, { plain: true }, () => {});
  known = { key, image: request.image, source, picture };
  return picture;
}

const isCurrent = (model: OpenedModel) => model === ready.peek()?.model;

async function compared(asked: Asked): Promise<Omit<Comparison, 'rho' | 'model'>> {
  const { request, split, model } = asked;
  const attacked = model.withoutGradients ? null : await plainAttack(asked);
  const more = attacked ? [attacked.adversarial] : [];
  const { plain, shown } = await modelHost.compare(request.image, split, more);
  if (!attacked || model.rho === 0) return { plain, shown, afresh: attacked };
  // Away from the answer without smoothing, so that both attacks are on one label.
  const own = { ...request, label: attacked.label };
  return { plain, shown, afresh: await modelHost.attack(own, {}, () => {}) };
}

const compare = latest(
  (asked: Asked) =>
    compared(asked).catch((error) => {
      // A model that was smoothed anew meanwhile is asked anew.
      if (!isCurrent(asked.model)) return null;
      throw error;
    }),
  (found, { model }) => {
    if (found && isCurrent(model)) comparison.value = { ...found, rho: model.rho, model };
  },
  (error) => {
    smoothProblem.value = reasonOf(error);
  },
);

/** Smooths the page's model as the view says, until the function that it returns is called. */
export function followSmoothing(): () => void {
  const stops = [
    effect(() => {
      const { rho } = view.value;
      const state = ready.value;
      if (!state) return;
      const { source, model } = state;
      const layer = smoothedLayer.peek();
      if (layer?.source !== source || layer.rho !== rho || model.rho !== rho) smooth({ rho, source });
    }),
    effect(() => {
      const request = attackRequest.value;
      const state = ready.value;
      const { method, r, k, distance, preset, rescale, rho } = view.value;
      if (!request || !state || smoothedLayer.value?.rho !== rho || state.model.rho !== rho) return;
      const split = { method, r, k, distance, preset, rescale };
      compare({ request, split, model: state.model, source: state.source });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    const state = ready.peek();
    if (state) smooth({ rho: 0, source: state.source });
    comparison.value = null;
  };
}
