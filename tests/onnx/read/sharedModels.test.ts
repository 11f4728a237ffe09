import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { decodeTensor } from '#passband/onnx/read/decodeTensor.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { withBatch } from '#passband/onnx/rewrite/withBatch.ts';
import { encodeTensor } from '#passband/onnx/write/encodeTensor.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { runGraph, runModel } from '../../support/models/runGraph.ts';
import { sharedPath } from '../../support/shared.ts';

/** Reads the bytes of a model, writes them again, and compares what ONNX Runtime makes of both. */
async function compare(bytes: Uint8Array): Promise<void> {
  const graph = decodeModel(bytes);
  const [[name, { shape }]] = [...graph.inputs];
  const size = shape.map((dim) => (typeof dim === 'string' ? 2 : dim));
  const fixed = withBatch(graph, size[0]);
  const pixels = Float32Array.from({ length: sizeOf(size) }, (_, index) => Math.sin(index));
  const feeds = { [name]: float32(size, pixels) };
  const expected = await runModel(bytes, feeds);
  expect(await runGraph(fixed, feeds)).toEqual(expected);
  for (const [output, { type, shape }] of fixed.outputs) {
    expect({ type, shape }).toEqual({ type: expected[output].type, shape: expected[output].shape });
    expect(new Set(expected[output].data as Float32Array).size).toBeGreaterThan(
      sizeOf(expected[output].shape) / 2,
    );
  }
  const values = fixed.nodes.flatMap(({ outputs }) => outputs);
  expect(values.filter((value) => !fixed.types.has(value))).toEqual([]);
}

test.each(['fashion_lenet_softmax', 'cifar10_resnet8'])(
  'PyTorch’s %s, read and written again, gives bit for bit what the file gives',
  async (name) => {
    const path = sharedPath(`models/${name}/model.onnx`);
    if (path) await compare(readFileSync(path));
  },
);

/** The published files have constant weights, which would hide mistakes: random ones take their place. */
function withRandomWeights(bytes: Uint8Array): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const graph = model.graph!;
  const random = seededRandom(3);
  // A table of prime length, repeated: as good here as 25 million draws, and quicker.
  const table = Float32Array.from({ length: 65537 }, () => random.uniform());
  const shapes = new Map(
    graph.initializer.map((proto) => [
      proto.name,
      Array.from(decodeTensor(proto).data as BigInt64Array, Number),
    ]),
  );
  const isConstant = ({ opType }: { opType: string }) => opType === 'ConstantOfShape';
  const weights = graph.node.filter(isConstant).map(({ input, output }) => {
    const shape = shapes.get(input[0])!;
    const bound = Math.sqrt(3 / sizeOf(shape.slice(1)));
    const data = new Float32Array(sizeOf(shape));
    for (let index = 0; index < data.length; index++) {
      const uniform = table[index % table.length];
      // Vectors are biases, scales and variances, which must be positive.
      data[index] = shape.length === 1 ? 0.5 + uniform / 2 : bound * (2 * uniform - 1);
    }
    return encodeTensor(output[0], float32(shape, data));
  });
  graph.node = graph.node.filter((each) => !isConstant(each));
  graph.initializer.push(...weights);
  return toBinary(ModelProtoSchema, model);
}

test.each(['squeezenet', 'resnet50'])(
  'the published %s with random weights, read and written again, gives bit for bit what the file gives',
  async (name) => {
    const path = sharedPath(`fixtures/onnx-light/light_${name}.onnx`);
    if (path) await compare(withRandomWeights(readFileSync(path)));
  },
);

test.each(['bvlc_alexnet', 'vgg19'])('every value of the published %s has a known type', (name) => {
  const path = sharedPath(`fixtures/onnx-light/light_${name}.onnx`);
  if (!path) return;
  const graph = readModel(path);
  expect([...graph.outputs.values()]).toEqual([{ type: 'float32', shape: [1, 1000] }]);
  const values = graph.nodes.flatMap(({ outputs }) => outputs);
  expect(values.filter((value) => !graph.types.has(value))).toEqual([]);
});

test('the published AlexNet, whose weights are constant, gives what the file gives', async () => {
  const path = sharedPath('fixtures/onnx-light/light_bvlc_alexnet.onnx');
  if (!path) return;
  const data_0 = float32([1, 3, 224, 224], new Float32Array(3 * 224 * 224).fill(0.5));
  expect(await runGraph(readModel(path), { data_0 })).toEqual(await runModel(readFileSync(path), { data_0 }));
});
