import { element } from './element.ts';
import { markByKey, nearestMark } from './nearestMark.ts';
import { type Mark, readMarks } from './readMarks.ts';
import { fillTip } from './valueTip.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Between a mark and its card, in pixels. */
const GAP = 8;

/** Shows the values of the mark that is nearest to the pointer or a finger, or that the arrow keys lead to. */
export function hoverValues(plot: HTMLElement): void {
  const { marks, view } = readMarks(plot);
  const group = plot.querySelector<SVGGElement>(view.plot ?? 'g');
  if (!group || marks.length === 0) return;
  const ring = ringFor(view.cell);
  const tip = element('div', { className: 'tip' });
  tip.role = 'status';
  let shown: Mark | undefined;

  const hide = () => {
    shown = undefined;
    ring.remove();
    tip.remove();
  };
  const show = (mark: Mark | undefined) => {
    if (!mark || mark === shown) return;
    shown = mark;
    ring.setAttribute('transform', `translate(${mark.x} ${mark.y})`);
    ring.setAttribute('fill', view.colours?.[mark.series % view.colours.length] ?? 'none');
    group.append(ring);
    fillTip(tip, mark, view);
    plot.append(tip);
    placeTip(tip, ring, plot);
  };

  plot.tabIndex = 0;
  plot.role = 'application';
  plot.ariaRoleDescription = 'chart';
  plot.ariaLabel = `${plot.querySelector('svg')?.getAttribute('aria-label') ?? ''} The arrow keys read its values.`;
  plot.classList.add('live');

  const follow = ({ clientX, clientY }: PointerEvent) => {
    const matrix = group.getScreenCTM();
    if (!matrix) return;
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    show(nearestMark(marks, x, y));
  };
  plot.addEventListener('pointermove', follow);
  plot.addEventListener('pointerdown', follow);
  // A finger that is lifted leaves the card to be read, until another place is touched.
  plot.addEventListener('pointerleave', ({ pointerType }) => pointerType === 'mouse' && hide());
  plot.addEventListener('blur', hide);
  plot.addEventListener('focus', () => plot.matches(':focus-visible') && show(marks[0]));
  plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') hide();
    const isMove = /^(Arrow|Home$|End$)/.test(event.key);
    if (!isMove) return;
    event.preventDefault();
    show(shown ? markByKey(marks, shown, event.key) : marks[0]);
  });
}

/** What shows which mark it is: a dot, or the edge of a cell. */
function ringFor(cell: readonly [width: number, height: number] | undefined): SVGElement {
  const ring = document.createElementNS(SVG, cell ? 'rect' : 'circle');
  ring.setAttribute('class', cell ? 'mark cell' : 'mark');
  const attributes: Record<string, number> = cell
    ? { x: -cell[0] / 2, y: -cell[1] / 2, width: cell[0], height: cell[1] }
    : { r: 4.5 };
  for (const [name, value] of Object.entries(attributes)) ring.setAttribute(name, String(value));
  return ring;
}

/** Above its mark, or below where there is no room, and within the plot's width. */
function placeTip(tip: HTMLElement, ring: SVGElement, plot: HTMLElement): void {
  const [mark, box] = [ring.getBoundingClientRect(), plot.getBoundingClientRect()];
  const x = (mark.left + mark.right) / 2 - box.left - tip.offsetWidth / 2;
  const above = mark.top - box.top - GAP - tip.offsetHeight;
  const y = above >= 0 ? above : mark.bottom - box.top + GAP;
  tip.style.left = `${Math.max(0, Math.min(x, box.width - tip.offsetWidth))}px`;
  tip.style.top = `${y}px`;
}
