/**
 * The Fourier transform of images and kernels, and the split into low and high frequencies. Needs no other package.
 *
 * @module
 */

export { type KernelSpectrum, kernelSpectrum, type Spread } from './kernels/kernelSpectrum.ts';
export { type SmoothKernelOptions, smoothKernel } from './kernels/smoothKernel.ts';
export { type SingularSplitter, singularSplitter } from './singular/singularSplitter.ts';
export { type MatchedSplit, splitSingularEnergy } from './singular/splitSingularEnergy.ts';
export { type SingularComponents, splitSingularValues } from './singular/splitSingularValues.ts';
export { distinctRadii } from './split/distinctRadii.ts';
export { type FrequencySplitter, frequencySplitter } from './split/frequencySplitter.ts';
export { logMagnitude } from './split/logMagnitude.ts';
export {
  type Boundary,
  type Distance,
  distanceNames,
  type RadialMaskOptions,
  radialMask,
} from './split/radialMask.ts';
export { type Rescale, rescale } from './split/rescale.ts';
export {
  type Components,
  leavesNoHfc,
  splitAtRadii,
  splitFrequencies,
} from './split/splitFrequencies.ts';
