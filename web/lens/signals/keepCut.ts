import { effect } from '@preact/signals';
import { currentModel } from '../../model/currentModel.ts';
import { show, view } from '../../state/view.ts';
import { planeSize } from './cut.ts';

/**
 * Keeps the cut where it is relative to the size of the images when another model takes images of another size: r = 4 of 32 pixels is
 * r = 28 of 224. A link, and the back button, bring a cut of their own with their model.
 */
export function keepCut(): void {
  /** The cut as it last was with a model and a size. */
  let known: {
    readonly model: string;
    readonly side: number;
    readonly r: number;
    readonly k: number;
  } | null = null;
  effect(() => {
    const [height, width] = planeSize.value ?? [0, 0];
    const side = Math.min(height, width);
    const { model, result, r, k } = view.value;
    // Without a model an image has its own size, which is no reason to move the cut.
    if (side === 0 || model === 'none' || currentModel.value.status === 'failed') return;
    const now = { model: `${model} ${result}`, side, r, k };
    const before = known;
    const isSameModel = before?.model === now.model;
    if (before && side === before.side) {
      // A model that is yet to open has the old model's size still.
      if (isSameModel) known = now;
      return;
    }
    known = now;
    if (!before || r !== before.r || k !== before.k) return;
    const scale = side / before.side;
    show({ r: Math.round(2 * r * scale) / 2, k: Math.max(1, Math.round(k * scale)) }, { instead: true });
  });
}
