import { hoverValues } from './hoverValues.ts';
import { zoomPictures } from './zoomPictures.ts';

const known = new WeakSet<Element>();

function enliven(): void {
  for (const plot of newOnes('[data-marks]')) hoverValues(plot);
  zoomPictures(newOnes('.samples'));
}

function newOnes(selector: string): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => !known.has(element),
  );
  for (const element of found) known.add(element);
  return found;
}

enliven();
// A page that is kept up to date gets plots and galleries later too.
document.addEventListener('passband:update', enliven);
