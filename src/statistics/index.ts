/**
 * Intervals and tests of counts. Needs no other package.
 *
 * @module
 */

export { differenceInterval, type Estimate } from './differenceInterval.ts';
export { type Discordant, mcnemar } from './mcnemar.ts';
export { type Interval, wilsonInterval } from './wilsonInterval.ts';
