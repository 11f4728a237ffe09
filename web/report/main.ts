import { hoverValues } from './hoverValues.ts';
import { zoomPictures } from './zoomPictures.ts';

for (const plot of document.querySelectorAll<HTMLElement>('[data-marks]')) hoverValues(plot);
zoomPictures([...document.querySelectorAll<HTMLElement>('.samples')]);
