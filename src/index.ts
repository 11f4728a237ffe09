/**
 * The public API. Images are NCHW float32 tensors with pixels in [0, 1]; labels are Int32Array; everything that
 * computes on a network is an ONNX graph as plain data, which ONNX Runtime runs.
 *
 * @module
 */

export * from './attacks/index.ts';
export * from './audit/index.ts';
export * from './autodiff/index.ts';
export * from './data/index.ts';
export * from './models/index.ts';
export * from './networks/index.ts';
export * from './onnx/index.ts';
export * from './report/index.ts';
export * from './runtime/index.ts';
export * from './spectrum/index.ts';
export * from './statistics/index.ts';
export * from './studies/index.ts';
export * from './tensor/index.ts';
export * from './training/index.ts';
export * from './workflows/index.ts';
