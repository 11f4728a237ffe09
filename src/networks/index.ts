/**
 * Networks to train, losses, and any classifier in one form.
 *
 * @module
 */

export { buildNetwork, type NetworkName, networks } from './architectures/buildNetwork.ts';
export { type ExportOptions, exportModel } from './architectures/exportModel.ts';
export type { Initialization } from './architectures/initialWeights.ts';
export type { ConvolutionOptions } from './architectures/layers.ts';
export { Layers } from './architectures/layers.ts';
export type { DropoutPlace, Network, NetworkOptions, RunningStatistics } from './architectures/network.ts';
export {
  type ClassifierGraphOptions,
  type ClassOrder,
  classifierGraph,
} from './classifier/classifierGraph.ts';
export type { ScoredOutput } from './classifier/classScores.ts';
export { type Convention, conventionSchema, plainConvention } from './classifier/convention.ts';
export type { SettledOutput } from './classifier/findLogits.ts';
export {
  type FindLogitsOptions,
  findLogits,
  type Head,
  type OutputKind,
} from './classifier/findLogits.ts';
export { type FirstConvolution, firstConvolution } from './classifier/firstConvolution.ts';
export type { ImageShape, ModelInput } from './classifier/modelInput.ts';
export { smoothFirstConvolution } from './classifier/smoothFirstConvolution.ts';
export { addLens, type LensOptions, withLens } from './lens/lens.ts';
export { crossEntropy, dlr, type Loss, type LossName, margin } from './losses/losses.ts';
