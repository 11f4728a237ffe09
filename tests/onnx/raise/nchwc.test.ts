import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { decodeModel, parseModel } from '#passband/onnx/read/decodeModel.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { onnxruntime } from '#passband/runtime/onnxruntime.ts';
import { sizeOf } from '#passband/tensor/tensor.ts';
import { attribute, floats, foreignModel, node, valueInfo } from '../../support/models/foreignModel.ts';
import { runGraph, runModel } from '../../support/models/runGraph.ts';
import '../../support/matchers.ts';
import { ramp } from './raiseCase.ts';

const { f, i, is, s } = attribute;
const tensor = (name: string, ...shape: number[]) => {
  const size = sizeOf(shape);
  return floats(
    name,
    shape,
    Array.from({ length: size }, (_, at) => Math.sin(at * 1.7 + size) / Math.sqrt(size / shape[0])),
  );
};
const pads = is('pads', 1, 1, 1, 1);

/** Convolutions of every kind that the optimiser puts into blocks, 20 channels among them, and what stands between. */
const nodes = [
  node('Conv', ['x', 'w1', 'b1'], ['c1'], pads),
  node('Relu', ['c1'], ['r1']),
  node('MaxPool', ['r1'], ['p1'], is('kernel_shape', 2, 2), is('strides', 2, 2)),
  node('Conv', ['p1', 'w2', 'b2'], ['c2'], pads),
  node('Sigmoid', ['c2'], ['s2']),
  node('Mul', ['c2', 's2'], ['m2']),
  node('Conv', ['m2', 'depthwise'], ['c3'], pads, i('group', 32)),
  node('LeakyRelu', ['c3'], ['r3'], f('alpha', 0.2)),
  node('Conv', ['r3', 'w4'], ['c4'], pads),
  node('Add', ['c4', 'm2'], ['sum']),
  node('Relu', ['sum'], ['r4']),
  node('Conv', ['r4', 'grouped'], ['c5'], pads, i('group', 2), is('strides', 2, 2)),
  node('AveragePool', ['c5'], ['p5'], is('kernel_shape', 3, 3), pads, i('count_include_pad', 1)),
  node('Concat', ['p5', 'c5'], ['joined'], i('axis', 1)),
  node(
    'Resize',
    ['joined', '', 'scales'],
    ['up'],
    s('mode', 'nearest'),
    s('coordinate_transformation_mode', 'asymmetric'),
    s('nearest_mode', 'floor'),
  ),
  node('Conv', ['up', 'w6'], ['c6'], is('dilations', 2, 2)),
  node('Relu', ['c6'], ['y']),
  node('GlobalAveragePool', ['y'], ['mean']),
  node('GlobalMaxPool', ['c5'], ['most']),
];
const plainFile = foreignModel({
  opset: 13,
  nodes,
  inputs: [valueInfo('x', [2, 3, 12, 12])],
  outputs: ['y', 'mean', 'most'].map((name) => valueInfo(name, undefined)),
  initializers: [
    tensor('w1', 32, 3, 3, 3),
    tensor('b1', 32),
    tensor('w2', 32, 32, 3, 3),
    tensor('b2', 32),
    tensor('depthwise', 32, 1, 3, 3),
    tensor('w4', 32, 32, 3, 3),
    tensor('grouped', 64, 16, 3, 3),
    tensor('w6', 20, 128, 1, 1),
    floats('scales', [4], [1, 1, 2, 2]),
  ],
});

/** The file as ONNX Runtime saves it at its highest level. */
async function optimised(bytes: Uint8Array): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'passband-nchwc-'));
  try {
    const path = join(folder, 'optimised.onnx');
    const session = await InferenceSession.create(bytes, {
      graphOptimizationLevel: 'all',
      optimizedModelFilePath: path,
      logSeverityLevel: 3,
    });
    await session.release();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a file that was saved for this processor gives what it gave before', async (context) => {
  const block = await blockSize(onnxruntime);
  const bytes = await optimised(plainFile);
  const domains = parseModel(bytes).flat.nodes.map(({ domain }) => domain);
  if (block === 1) return context.skip('this processor has no blocked layout');
  expect(domains).toContain('com.microsoft.nchwc');
  const graph = decodeModel(bytes, { block });
  expect(graph.nodes.filter(({ domain }) => domain === 'com.microsoft.nchwc')).toEqual([]);
  const expected = await runModel(plainFile, { x: ramp(2, 3, 12, 12) });
  const results = await runGraph(graph, { x: ramp(2, 3, 12, 12) });
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(results[name].shape).toEqual(shape);
    expect(results[name].data as Float32Array).toBeNear(data as Float32Array, 1e-4);
  }
});

test('what cannot be undone is said to be for one processor', () => {
  const made = { ...node('Winograd', ['x'], ['y']), name: 'fast', domain: 'com.microsoft.nchwc' };
  const bytes = foreignModel({
    opset: 13,
    nodes: [made],
    inputs: [valueInfo('x', [1, 3, 4, 4])],
    outputs: [valueInfo('y', [1, 3, 4, 4])],
  });
  expect(() => decodeModel(bytes)).toThrow(
    "Winograd 'fast' of opset 13: this file is optimised for one kind of processor; save it at level extended",
  );
});
