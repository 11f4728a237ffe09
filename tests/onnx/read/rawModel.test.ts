import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  SparseTensorProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
} from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { rawModel } from '#passband/onnx/read/rawModel.ts';
import { readModelFile } from '#passband/onnx/read/readModelFile.ts';
import { temporaryFolder, writeFiles } from '../../support/dataFiles.ts';
import { classicalModel } from '../../support/models/classicalModels.ts';
import { attribute, floats, foreignModel, node, valueInfo } from '../../support/models/foreignModel.ts';

const messageOf = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);
const none = () => {
  throw new Error('there is one file only');
};

type Node = ReturnType<typeof node>;

/** A model from `x` to `y`, [N, 3]. */
const model = (nodes: Node[], initializers: ReturnType<typeof floats>[] = []) =>
  messageOf(
    foreignModel({
      opset: 13,
      nodes,
      inputs: [valueInfo('x', ['N', 3])],
      outputs: [valueInfo('y', ['N', 3])],
      initializers,
    }),
  );

const outside = (name: string, location: string) =>
  create(TensorProtoSchema, {
    name,
    dims: [3n],
    dataType: TensorProto_DataType.FLOAT,
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: [{ key: 'location', value: location }],
  });

describe('a model as its file has it', () => {
  it('has the weights of other files inside, wherever they are named', () => {
    const branch = (name: string) => ({
      name,
      type: Kind.GRAPH,
      g: create(GraphProtoSchema, {
        node: [create(NodeProtoSchema, node('Add', ['x', 'inner'], ['sum']))],
        initializer: [outside('inner', 'branch.bin')],
        output: [{ name: 'sum' }],
      }),
    });
    const file = model(
      [
        node('Constant', [], ['c'], attribute.t('value', outside('', 'constant.bin'))),
        node('Add', ['w', 'c'], ['z']),
        node('If', ['z'], ['s'], branch('then_branch'), branch('else_branch')),
        node('Shrink', ['s'], ['y']),
      ],
      [outside('w', 'weights.bin')],
    );
    const asked: string[] = [];
    const raw = rawModel(file, (location) => {
      asked.push(location);
      return new Uint8Array(12);
    });
    expect(asked).toEqual(['weights.bin', 'constant.bin', 'branch.bin', 'branch.bin']);
    const bytes = Buffer.from(raw.encode(raw.ends[0]));
    for (const name of ['weights.bin', 'constant.bin', 'branch.bin', 'location'])
      expect(bytes.includes(name), name).toBe(false);
  });

  it.each<[string, () => ModelProto]>([
    ['there is one file only', () => model([node('Shrink', ['w'], ['y'])], [outside('w', '../secret')])],
    ["nothing makes its input 'w'", () => model([node('Add', ['x', 'w'], ['y'])])],
    [
      'depends on its own output',
      () => model([node('Add', ['x', 'b'], ['a']), node('Relu', ['a'], ['b']), node('Relu', ['a'], ['y'])]),
    ],
    [
      'depends on its own output',
      () => model([node('Identity', ['b'], ['y']), node('Identity', ['y'], ['b'])]),
    ],
    [
      "operators of domain 'mine' are not supported",
      () => model([{ ...node('Foo', ['x'], ['y']), domain: 'mine' }]),
    ],
    ['ONNX has no such operator', () => model([node('Foo', ['x'], ['y'])])],
    ['its graph body is missing', () => model([node('Loop', ['x'], ['y'])])],
    ['needs 4 elements, got 3', () => model([node('Add', ['x', 'w'], ['y'])], [floats('w', [4], [1, 2, 3])])],
  ])('is refused where it is damaged or none that can run: %s', (message, file) => {
    expect(() => rawModel(file(), none)).toThrow(message);
  });

  it('leaves out what only other outputs need', () => {
    const file = model([node('Shrink', ['x'], ['y']), { ...node('Foo', ['x'], ['other']), domain: 'mine' }]);
    const [output] = file.graph!.output;
    file.graph!.output = [{ ...output, name: 'other' }, output];
    const raw = rawModel(file, none);
    expect(raw.ends.map(({ source }) => source)).toEqual(['y']);
    const { graph } = messageOf(raw.encode(raw.ends[0]));
    expect(graph?.node.map(({ opType }) => opType)).toEqual(['Shrink']);
    expect(graph?.output.map(({ name }) => name)).toEqual(['y']);
  });

  it.each([
    [
      'maps',
      [
        ['label', 'scores', 'logits', 1],
        ['maps', 'shares', 'logits', 0],
      ],
    ],
    [
      'trees',
      [
        ['label', 'probabilities', 'logits', 1],
        ['probabilities', 'probabilities', 'logits', 0],
      ],
    ],
    ['label', [['label', 'scores', 'logits', 1]]],
    ['vectors', [['label', 'label', 'labels', 2]]],
  ] as const)('says what of a classical model could be the classes: %s', (kind, ends) => {
    const found = rawModel(messageOf(classicalModel(kind)), none).ends;
    expect(found.map(({ output, source, kind: what, rank }) => [output, source, what, rank])).toEqual(ends);
  });

  it('finds scores behind ArgMax and a list of class names', () => {
    const file = model([
      node('Shrink', ['x'], ['scores']),
      node('ArgMax', ['scores'], ['index'], attribute.i('axis', 1)),
      { ...node('ArrayFeatureExtractor', ['names', 'index'], ['label']), domain: 'ai.onnx.ml' },
    ]);
    const shape = file.graph!.output[0];
    file.graph!.valueInfo = [{ ...shape, name: 'scores' }];
    file.graph!.output = [messageOf(classicalModel('label')).graph!.output[0]];
    file.graph!.initializer.push(create(TensorProtoSchema, floats('names', [3], [0, 1, 2])));
    expect(rawModel(file, none).ends).toMatchObject([
      { output: 'label', source: 'scores', behind: 'ArgMax' },
    ]);
  });

  it('counts the weights in other files to what the model is, also where there is no graph', () => {
    const folder = temporaryFolder();
    const file = model(
      [node('LSTM', ['x', 'w'], ['h']), node('Shrink', ['h'], ['y'])],
      [outside('w', 'w.bin')],
    );
    // Without it the graph would be read, though not understood.
    file.graph!.sparseInitializer.push(create(SparseTensorProtoSchema, {}));
    const hashes = [1, 2].map((byte) => {
      writeFiles(folder, {
        'm.onnx': toBinary(ModelProtoSchema, file),
        'w.bin': new Uint8Array(12).fill(byte),
      });
      const read = readModelFile(join(folder, 'm.onnx'));
      expect([read.graph, read.raw()?.ends.length]).toEqual([null, 1]);
      return read.sha256;
    });
    expect(hashes[0]).not.toBe(hashes[1]);
  });
});
