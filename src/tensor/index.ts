/**
 * Tensors, seeded random numbers, `.npy` and `.npz`. Needs no other package.
 *
 * @module
 */

export { decodeNpy, encodeNpy } from './npy.ts';
export { encodeNpz, type NpzArchive, readNpz } from './npz.ts';
export { permutation, type Random, type RandomState, resumeRandom, seededRandom } from './random.ts';
export {
  type ElementArrays,
  type ElementType,
  float32,
  int64,
  slice,
  type Tensor,
  tensor,
} from './tensor.ts';
