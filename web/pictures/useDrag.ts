import { useRef } from 'preact/hooks';
import { rest } from '../state/view.ts';

/** Where a pointer is over an element, as shares of its width and height. */
export type DragMove = (place: { readonly x: number; readonly y: number }, passing: boolean) => void;

/** Handlers for an element that is dragged on: `move` is told every place, and the last one as not passing. */
export function useDrag(move: DragMove) {
  const drags = useRef(false);
  const tell = (event: PointerEvent, passing: boolean) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    move({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }, passing);
  };
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      drags.current = true;
      rest();
      tell(event, true);
    },
    onPointerMove(event: PointerEvent) {
      if (drags.current) tell(event, true);
    },
    onPointerUp(event: PointerEvent) {
      if (drags.current) tell(event, false);
      drags.current = false;
    },
    onPointerCancel() {
      drags.current = false;
    },
  };
}
