/**
 * Sessions, pools of threads, classifiers on ONNX Runtime.
 *
 * @module
 */

export type { BlackBox } from './blackBoxClassifier.ts';
export { blockSize } from './blockSize.ts';
export {
  type Classifier,
  type ClassifierOptions,
  createClassifier,
  type InputGradient,
} from './classifier.ts';
export { createLocalPool } from './localPool.ts';
export { NotFiniteError } from './notFiniteError.ts';
export { createPool, type Pool, type PooledModel } from './pool.ts';
export { createSession, type Runtime, type Session, type SessionOptions } from './session.ts';
