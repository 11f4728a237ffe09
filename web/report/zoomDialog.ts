import { element } from './element.ts';

/** A picture's side is at most so many times its own. */
const LARGEST = 64;

/**
 * A picture over the page, each of its pixels a square of a whole number of the screen's pixels. + and − change the size,
 * the arrow keys go to the gallery's other pictures, Esc closes.
 *
 * @param onChange called with the picture that is shown
 */
export function zoomDialog(
  pictures: readonly HTMLImageElement[],
  start: number,
  onChange: (picture: HTMLImageElement) => void,
): void {
  const dialog = element('dialog', { className: 'zoom' });
  const caption = element('p');
  const size = element('output');
  const image = element('img');
  const room = element('div', { className: 'room' });
  const bar = element('div', { className: 'bar' });
  let place = start;
  let scale = 1;

  const draw = () => {
    // The screen's pixels, of which there may be several to a pixel of the page.
    const side = scale / devicePixelRatio;
    image.style.width = `${image.naturalWidth * side}px`;
    image.style.height = `${image.naturalHeight * side}px`;
    size.textContent = `${scale} ×`;
  };
  const zoom = (factor: number) => {
    const next = factor > 1 ? Math.max(scale + 1, Math.floor(scale * factor)) : Math.ceil(scale * factor);
    scale = Math.min(Math.max(next, 1), LARGEST);
    draw();
  };
  const show = (next: number) => {
    place = (next + pictures.length) % pictures.length;
    const picture = pictures[place];
    image.src = picture.src;
    image.alt = picture.alt;
    caption.textContent = captionOf(picture);
    onChange(picture);
    draw();
  };
  const button = (text: string, label: string, act: () => void) => {
    const made = element('button', { text });
    made.type = 'button';
    made.ariaLabel = label;
    made.addEventListener('click', act);
    return made;
  };

  bar.append(
    button('←', 'previous picture', () => show(place - 1)),
    button('→', 'next picture', () => show(place + 1)),
    button('−', 'smaller', () => zoom(1 / 1.5)),
    size,
    button('+', 'larger', () => zoom(1.5)),
    button('×', 'close', () => dialog.close()),
  );
  room.append(image);
  dialog.append(caption, bar, room);
  dialog.ariaLabel = 'Picture, enlarged';
  dialog.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoom(1.5);
    else if (event.key === '-' || event.key === '−') zoom(1 / 1.5);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') show(place + 1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') show(place - 1);
    else return;
    event.preventDefault();
  });
  // The dialog fills no more than its content: a click on itself is one beside it.
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    pictures[place].focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  scale = fitting(pictures[start], room);
  show(start);
}

/** The largest size at which a picture fits the room, in whole pixels of the screen. */
function fitting({ naturalWidth, naturalHeight }: HTMLImageElement, room: HTMLElement): number {
  const { width, height } = room.getBoundingClientRect();
  const fit = devicePixelRatio * Math.min(width / naturalWidth, height / naturalHeight);
  return Math.min(Math.max(Math.floor(fit), 1), LARGEST);
}

/** `frog, LFC at r = 8 · ✓ frog`. */
function captionOf(picture: HTMLImageElement): string {
  const said = [...(picture.parentElement?.querySelectorAll('span, small') ?? [])].map(
    ({ textContent }) => textContent,
  );
  return [picture.alt, said.join(' ')].filter((text) => text !== '').join(' · ');
}
