import { TensorProto_DataType } from 'onnx-buf';
import { describe, expect, it, test } from 'vitest';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { constantWeights } from '#passband/networks/classifier/constantWeights.ts';
import { firstConvolution } from '#passband/networks/classifier/firstConvolution.ts';
import { smoothFirstConvolution } from '#passband/networks/classifier/smoothFirstConvolution.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { smoothKernel } from '#passband/spectrum/kernels/smoothKernel.ts';
import { fromFloat16 } from '#passband/tensor/float16.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, tensor } from '#passband/tensor/tensor.ts';
import {
  attribute,
  floats,
  foreignModel,
  int64s,
  node,
  type TensorProto,
  valueInfo,
} from '../../support/models/foreignModel.ts';
import '../../support/matchers.ts';
import { runGraph } from '../../support/models/runGraph.ts';
import { sharedPath } from '../../support/shared.ts';
import { workOf } from '../../support/workOf.ts';

const wave = (shape: readonly number[], pitch = 1) =>
  float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, (_, index) => Math.sin(pitch * (index + 1))),
  );

const bytes = (
  name: string,
  dims: number[],
  dataType: TensorProto_DataType,
  int32Data: number[],
): TensorProto => ({
  name,
  dataType,
  dims: dims.map(BigInt),
  int32Data,
});

/** images → Mul → Conv → Relu → Conv → pooled; the first convolution's weights are `weights` of `g`. */
function twoConvolutions(g: GraphBuilder, weights: string, group = 1) {
  const images = g.input('images', 'float32', ['N', 4, 8, 8]);
  const scaled = g.add('Mul', [images, g.scalar(2)]);
  const bias = g.initializer('bias', wave([4], 3));
  const first = g.add('Conv', [scaled, weights, bias], { group }, { name: 'stem' });
  const second = g.add('Conv', [g.add('Relu', [first]), g.initializer('second', wave([3, 4, 3, 3]))], {});
  g.output(g.add('Flatten', [g.add('GlobalAveragePool', [second])], { axis: 1 }), 'logits');
  return g.build();
}

describe('firstConvolution', () => {
  it('is the first one of every network that Passband builds, with batch normalisation behind it or not', () => {
    for (const name of ['lenet', 'alexnet', 'vgg-11', 'resnet-18', 'six-conv'] as const) {
      const { graph } = buildNetwork(name, {
        classes: 10,
        shape: [3, 32, 32],
        batchNorm: name !== 'lenet',
        random: seededRandom(1),
      });
      const { node, weights } = firstConvolution(graph);
      expect(graph.nodes.find(({ op }) => op === 'Conv')).toBe(node);
      expect(weights).toEqual(graph.initializers.get(node.inputs[1]));
    }
  });

  it('may be grouped; its slices are then [out, in / group]', () => {
    const g = new GraphBuilder('grouped');
    const graph = twoConvolutions(g, g.initializer('w', wave([4, 2, 3, 3])), 2);
    expect(firstConvolution(graph).weights.shape).toEqual([4, 2, 3, 3]);
  });

  it('is not a 1×1 convolution of each channel by itself, which is a normalisation', () => {
    const g = new GraphBuilder('normalised');
    const images = g.input('images', 'float32', ['N', 3, 8, 8]);
    const scale = g.add('Conv', [images, g.initializer('scale', wave([3, 1, 1, 1]))], { group: 3 });
    const conv = g.add('Conv', [scale, g.initializer('w', wave([2, 3, 3, 3]))], {}, { name: 'stem' });
    g.output(conv, 'logits');
    expect(firstConvolution(g.build()).node.name).toBe('stem');
  });

  it('is not one that a shortcut leads to past the first', () => {
    const g = new GraphBuilder('shortcut');
    const images = g.input('images', 'float32', ['N', 3, 8, 8]);
    const first = g.add('Conv', [images, g.initializer('a', wave([3, 3, 1, 1]))], {}, { name: 'stem' });
    const sum = g.add('Add', [first, images]);
    g.output(g.add('Conv', [sum, g.initializer('b', wave([2, 3, 3, 3]))]), 'logits');
    expect(firstConvolution(g.build()).node.name).toBe('stem');
  });

  it('is refused where there is none, where there are two, and where its weights are not constant', () => {
    const none = new GraphBuilder('mlp');
    none.output(none.add('Flatten', [none.input('images', 'float32', ['N', 1, 2, 2])]), 'logits');
    expect(() => firstConvolution(none.build())).toThrow(
      "firstConvolution: graph 'mlp' must have a convolution of its input, found none",
    );

    const two = new GraphBuilder('twins');
    const images = two.input('images', 'float32', ['N', 3, 8, 8]);
    const w = two.initializer('w', wave([3, 3, 3, 3]));
    const twins = ['left', 'right'].map((name) => two.add('Conv', [images, w], {}, { name }));
    two.output(two.add('Add', twins), 'logits');
    expect(() => firstConvolution(two.build())).toThrow("got 2 side by side: 'left', 'right'");

    const changing = new GraphBuilder('hypernetwork');
    const pixels = changing.input('images', 'float32', [3, 3, 3, 3]);
    changing.output(changing.add('Conv', [pixels, pixels], {}, { name: 'self' }), 'logits');
    expect(() => firstConvolution(changing.build())).toThrow("the weights of Conv 'self' must be constant");
  });
});

describe('constantWeights', () => {
  it('computes what ONNX Runtime computes of quantised, cast, transposed and reshaped weights', async () => {
    const levels = Array.from({ length: 48 }, (_, index) => ((index * 37) % 255) - 127);
    const halves = Array.from({ length: 48 }, (_, index) => 0x3000 + 97 * index);
    const model = foreignModel({
      opset: 13,
      inputs: [valueInfo('x', ['N', 3, 4, 4])],
      outputs: Object.entries({
        perChannel: [4, 3, 2, 2],
        perTensor: [4, 3, 2, 2],
        cast: [4, 3, 2, 2],
        turned: [2, 4, 2, 3],
        shaped: [3, 8, 2],
        filled: [2, 3, 1, 1],
      }).map(([name, shape]) => valueInfo(name, shape)),
      initializers: [
        bytes('levels', [4, 3, 2, 2], TensorProto_DataType.INT8, levels),
        floats('scales', [4], [0.5, 0.25, 2, 0.125]),
        bytes('zeros', [4], TensorProto_DataType.INT8, [0, -3, 5, 1]),
        floats('scale', [], [0.1]),
        bytes('halves', [4, 3, 2, 2], TensorProto_DataType.FLOAT16, halves),
        int64s('target', 3, -1, 2),
        int64s('sizes', 2, 3, 1, 1),
      ],
      nodes: [
        node('DequantizeLinear', ['levels', 'scales', 'zeros'], ['perChannel'], attribute.i('axis', 0)),
        node('DequantizeLinear', ['levels', 'scale'], ['perTensor']),
        node('Cast', ['halves'], ['cast'], attribute.i('to', 1)),
        node('Identity', ['perChannel'], ['same']),
        node('Transpose', ['same'], ['turned'], attribute.is('perm', 2, 0, 3, 1)),
        node('Reshape', ['cast', 'target'], ['shaped']),
        node('ConstantOfShape', ['sizes'], ['filled'], attribute.t('value', floats('', [1], [0.5]))),
      ],
    });
    const graph = decodeModel(model);
    for (const [name, expected] of Object.entries(await runGraph(graph, { x: wave([1, 3, 4, 4]) }))) {
      expect(constantWeights(graph, name), name).toEqual(expected);
    }
  });

  it('has no answer for what depends on the images, or comes from other operators', () => {
    const g = new GraphBuilder('example');
    const x = g.input('x', 'float32', [2]);
    const sum = g.output(g.add('Add', [g.scalar(1), g.scalar(2)]), 'sum');
    const copy = g.output(g.add('Identity', [x]), 'copy');
    expect([sum, copy].map((value) => constantWeights(g.build(), value))).toEqual([undefined, undefined]);
  });

  it('looks at each node once, and at sixteen at most', () => {
    const g = new GraphBuilder('example');
    const doubled = [g.initializer('w', float32([1], [1]))];
    for (let at = 0; at < 17; at++) doubled.push(g.add('DequantizeLinear', [doubled[at], doubled[at]]));
    const work = [4, 8, 16].map((count) => workOf(() => constantWeights(g.build(), doubled[count])));
    expect(work[2] / work[0]).toBeLessThan(4);
    expect(constantWeights(g.build(), doubled[16])).toEqual(float32([1], [1]));
    expect(constantWeights(g.build(), doubled[17])).toBeUndefined();
  });
});

describe('smoothFirstConvolution', () => {
  const graph = () => {
    const g = new GraphBuilder('example');
    return twoConvolutions(g, g.initializer('w', wave([4, 4, 3, 3])));
  };

  it('smooths the weights of the first convolution and nothing else', () => {
    const before = graph();
    const after = smoothFirstConvolution(before, { rho: 0.25 });
    expect(firstConvolution(after).weights).toEqual(smoothKernel(wave([4, 4, 3, 3]), { rho: 0.25 }));
    const others = ({ initializers }: typeof before) =>
      [...initializers].filter(([name]) => !name.startsWith('w'));
    expect(others(after)).toEqual(others(before));
    expect([after.inputs, after.outputs]).toEqual([before.inputs, before.outputs]);
    expect(after.nodes.map(({ op }) => op)).toEqual(before.nodes.map(({ op }) => op));
    expect(after.initializers.has('w')).toBe(false);
    expect(after.metadata['passband.rho']).toBe('0.25');
  });

  it('gives the same answers, bit for bit, at ρ = 0', async () => {
    const feeds = { images: wave([2, 4, 8, 8]) };
    expect(await runGraph(smoothFirstConvolution(graph(), { rho: 0 }), feeds)).toEqual(
      await runGraph(graph(), feeds),
    );
  });

  it('is a convolution of the images smoothed by the same filter, away from the edges of kernel and image', async () => {
    // With zeros around it, a kernel's repeated edges are zeros too, and convolutions commute.
    const padded = float32([1, 1, 5, 5]);
    const inner = wave([3, 3]);
    for (let at = 0; at < 9; at++) padded.data[(1 + Math.floor(at / 3)) * 5 + 1 + (at % 3)] = inner.data[at];
    const g = new GraphBuilder('single');
    const conv = (x: string, w: string) => g.add('Conv', [x, w]);
    const images = g.input('images', 'float32', [1, 1, 12, 12]);
    g.output(conv(images, g.initializer('w', padded)), 'logits');
    const smoothed = await runGraph(smoothFirstConvolution(g.build(), { rho: 0.5 }), {
      images: wave([1, 1, 12, 12], 2),
    });
    const h = new GraphBuilder('filtered');
    const filter = h.initializer(
      'filter',
      float32([1, 1, 3, 3], [0.5, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 0.5, 0.5]),
    );
    const blurred = h.add('Conv', [h.input('images', 'float32', [1, 1, 12, 12]), filter]);
    h.output(h.add('Conv', [blurred, h.initializer('w', float32([1, 1, 3, 3], inner.data))]), 'logits');
    const expected = await runGraph(h.build(), { images: wave([1, 1, 12, 12], 2) });
    expect(smoothed.logits.data as Float32Array).toBeNear(expected.logits.data as Float32Array, 1e-6);
  });

  it('keeps half precision, and weights that another node reads too', () => {
    const g = new GraphBuilder('halves');
    const images = g.input('images', 'float16', [1, 1, 3, 3]);
    const w = g.initializer('w', tensor('float16', [1, 1, 2, 2], Uint16Array.of(0x3c00, 0, 0, 0)));
    const conv = g.add('Conv', [images, w]);
    g.output(g.add('Add', [conv, w]), 'logits');
    const after = smoothFirstConvolution(g.build(), { rho: 0.5 });
    const { data, type } = after.initializers.get('w.smoothed')!;
    expect(type).toBe('float16');
    // The corner repeats itself three times and has two neighbours beside it and one across.
    expect([...fromFloat16(data as Uint16Array)]).toEqual([2.5, 1, 1, 0.5]);
    expect(after.initializers.has('w')).toBe(true);
  });

  it('makes one initializer of quantised weights, and remembers every ρ', () => {
    const model = foreignModel({
      opset: 13,
      inputs: [valueInfo('x', ['N', 1, 4, 4])],
      outputs: [valueInfo('y', ['N', 1, 2, 2])],
      initializers: [
        bytes('levels', [1, 1, 3, 3], TensorProto_DataType.INT8, [0, 0, 0, 0, 8, 0, 0, 0, 0]),
        floats('scale', [], [0.125]),
      ],
      nodes: [node('DequantizeLinear', ['levels', 'scale'], ['w']), node('Conv', ['x', 'w'], ['y'])],
    });
    const once = smoothFirstConvolution(decodeModel(model), { rho: 0.25 });
    expect(once.nodes.map(({ op }) => op)).toEqual(['Conv']);
    expect([...once.initializers.keys()]).toEqual(['w.smoothed']);
    expect([...once.initializers.values()][0].data).toEqual(
      Float32Array.of(0.25, 0.25, 0.25, 0.25, 1, 0.25, 0.25, 0.25, 0.25),
    );
    const twice = decodeModel(encodeModel(smoothFirstConvolution(once, { rho: 1 })));
    expect(twice.metadata['passband.rho']).toBe('0.25,1');
  });
});

test.each([
  ['cifar10_resnet8', 'onnx::Conv_89', [16, 3, 3, 3]],
  ['fashion_lenet_softmax', 'f.0.weight', [16, 1, 5, 5]],
] as const)('the first convolution of PyTorch’s %s reads %s', (name, weights, shape) => {
  const path = sharedPath(`models/${name}/model.onnx`);
  if (!path) return;
  const model = readModel(path);
  const found = firstConvolution(model);
  expect(found.node.inputs[1]).toBe(weights);
  expect(found.weights.shape).toEqual(shape);
  expect(smoothFirstConvolution(model, { rho: 1 }).outputs).toEqual(model.outputs);
});

test.each([
  ['bvlc_alexnet', [96, 3, 11, 11]],
  ['resnet50', [64, 3, 7, 7]],
  ['squeezenet', [64, 3, 3, 3]],
  ['vgg19', [64, 3, 3, 3]],
])('the published %s has a first convolution of %j', (name, shape) => {
  const path = sharedPath(`fixtures/onnx-light/light_${name}.onnx`);
  if (path) expect(firstConvolution(readModel(path)).weights.shape).toEqual(shape);
});
