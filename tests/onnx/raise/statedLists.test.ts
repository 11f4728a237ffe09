import { expect, test } from 'vitest';
import { modelFile } from '#passband/onnx/read/modelFile.ts';
import { attribute, foreignModel, int64s, node, valueInfo } from '../../support/models/foreignModel.ts';

const of = (inputs: ReturnType<typeof valueInfo>[]) => ({ inputs, outputs: [valueInfo('y', undefined)] });

function errorOf(bytes: Uint8Array): string {
  const readExternal = () => new Uint8Array(0);
  const { error, raw } = modelFile(bytes, { path: 'model.onnx', readExternal });
  // Nor does ONNX Runtime get it, which would make them.
  expect(raw()).toBeNull();
  return error;
}

test('lists that a node would need by the sizes that it states are not made where they are too long', () => {
  const split = foreignModel({
    opset: 18,
    nodes: [node('Split', ['x'], ['y'], attribute.i('num_outputs', 1e9))],
    ...of([valueInfo('x', [1e9])]),
  });
  expect(errorOf(split)).toContain('takes a list of 1000000000 numbers, at most 1048576 are made');
  const pad = foreignModel({
    opset: 19,
    nodes: [node('Pad', ['x', 'pads'], ['y'], attribute.s('mode', 'wrap'))],
    initializers: [int64s('pads', 0, 2e9)],
    ...of([valueInfo('x', [8])]),
  });
  expect(errorOf(pad)).toContain('takes a list of 2000000008 numbers, at most 1048576 are made');
});
