import { describe } from 'vitest';
import { largeImages } from './largeImages.ts';

// Everything is done on grey images; on colour, of sides that are odd and not equal, what their number of channels and their shape
// may change. More shapes, with everything, are in `npm run torture`.
describe.each([
  { name: 'grey, 224×224', shape: [1, 224, 224], attacks: true, smoothed: true, learned: true },
  {
    name: 'colour, 299 wide and 225 high',
    shape: [3, 225, 299],
    ...{ attacks: false, smoothed: false, learned: true },
  },
])('1,000 classes, $name', largeImages);
