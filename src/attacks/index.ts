/**
 * Attacks on any classifier, in L∞ and L2, whole or in one band of frequencies.
 *
 * @module
 */

export { type AttackOptions, type AttackOutcome, attack } from './attack.ts';
export type { AttackedImage } from './attackImage.ts';
export {
  type AttackSettings,
  attackSettings,
  attackSettingsSchema,
  type GivenAttack,
} from './attackSettings.ts';
export type { BandEnergy } from './keepBand.ts';
export type { AttackParameters, GivenParameters } from './methods/attackParameters.ts';
export { attackParametersSchema } from './methods/attackParameters.ts';
export type { Method } from './methods/method.ts';
export type { AttackMethod } from './methods/methods.ts';
export { methods } from './methods/methods.ts';
export type { Found, Place, Walk } from './methods/walk.ts';
export { type MinimalEpsilonOptions, minimalEpsilon } from './minimalEpsilon.ts';
export { type Epsilon, parseEpsilon } from './parseEpsilon.ts';
export { l2, linf, type Norm, type NormName, normNames } from './perturbation/norms.ts';
export type { KeptParts } from './searchParts.ts';
