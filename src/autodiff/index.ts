/**
 * Gradients of graphs, as graphs.
 *
 * @module
 */

export { type GradientOptions, gradient } from './gradient.ts';
