import { computed } from '@preact/signals';
import { view } from '../state/view.ts';
import { currentModel } from './currentModel.ts';
import type { OpenedModel } from './host/modelHost.ts';

/** The model that answers, once it is open. */
export const readyModel = computed((): OpenedModel | null => {
  const state = currentModel.value;
  return state.status === 'ready' && view.value.model !== 'none' ? state.model : null;
});
