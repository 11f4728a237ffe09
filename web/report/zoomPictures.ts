import { zoomDialog } from './zoomDialog.ts';

/** Opens a gallery's pictures enlarged: by a click, or by Enter where the arrow keys led. */
export function zoomPictures(galleries: readonly HTMLElement[]): void {
  for (const gallery of galleries) {
    const pictures = [...gallery.querySelectorAll('img')];
    if (pictures.length === 0) continue;
    // One stop of the Tab key a gallery; the arrow keys go on from there.
    const choose = (chosen: HTMLImageElement) => {
      for (const picture of pictures) picture.tabIndex = picture === chosen ? 0 : -1;
    };
    choose(pictures[0]);
    pictures.forEach((picture, place) => {
      const open = () => zoomDialog(pictures, place, choose);
      picture.role = 'button';
      picture.ariaHasPopup = 'dialog';
      picture.title = 'enlarge';
      picture.addEventListener('click', open);
      picture.addEventListener('keydown', (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === 'Enter' || event.key === ' ') open();
        else if (step === undefined) return;
        else {
          const next = pictures[(place + step + pictures.length) % pictures.length];
          choose(next);
          next.focus();
        }
        event.preventDefault();
      });
    });
  }
}
