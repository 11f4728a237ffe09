import { effect } from '@preact/signals';
import { show, view } from '../../state/view.ts';
import { BUILT_IN, subject } from '../../subject/subject.ts';

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
    const { model, result, r, k } = view.value;
    const shown = subject.value;
    // Without a model an image has its own size, which is no reason to move the cut.
    if (!shown || 'longest' in shown.fit) return;
    const side = Math.min(shown.fit.height, shown.fit.width);
    const now = { model: `${model} ${result}`, side, r, k };
    const before = known;
    if (before && side === before.side) {
      // A model that is yet to open has the old model's size still; those of the page are open at once.
      const isBuiltIn = model === 'natural' || model === 'robust';
      if (before.model === now.model || (isBuiltIn && side === BUILT_IN.height)) known = now;
      return;
    }
    known = now;
    if (!before || r !== before.r || k !== before.k) return;
    const scale = side / before.side;
    show({ r: Math.round(2 * r * scale) / 2, k: Math.max(1, Math.round(k * scale)) }, { instead: true });
  });
}
