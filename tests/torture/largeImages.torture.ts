import { describe } from 'vitest';
import { largeImages } from '../cli/models/largeImages.ts';

describe.each([
  { name: 'colour, 224×224', shape: [3, 224, 224], attacks: true, smoothed: true, learned: true },
  { name: 'colour, 299×299', shape: [3, 299, 299], attacks: true, smoothed: true, learned: true },
  {
    name: 'colour, 600 wide and 400 high',
    shape: [3, 400, 600],
    ...{ attacks: false, smoothed: false, learned: true },
  },
])('1,000 classes, $name', largeImages);
