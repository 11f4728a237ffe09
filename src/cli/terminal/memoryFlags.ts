import { USUAL_MEMORY } from '../../data/dataset/memoryLimit.ts';
import { wholeNumber } from './flagKinds.ts';

/** The flag of every command that reads images or data sets, which may claim to be larger than their files. */
export const memoryFlags = {
  maxMemory: wholeNumber(
    'GIB',
    `memory that reading an image or a data set may take, in GiB (default: ${USUAL_MEMORY})`,
    1,
  ),
};
