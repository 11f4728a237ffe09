import { z } from 'zod';
import type { Network } from '#passband/networks/architectures/network.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { type Random, seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import type { Engine } from '#passband/training/engine/engine.ts';
import type { StepLoss } from '#passband/training/engine/stepLoss.ts';
import type { Columns } from '#passband/training/run/columns.ts';
import type { Task, TaskKind, TaskMeasurement } from '#passband/training/tasks/task.ts';

/** Height and width of an image. */
export const side = 9;
const pixels = side * side;
/** Most boxes an image can have: one in each third of its rows. */
const places = 3;

/** Images with up to three bright boxes, and where those are. */
export interface BoxSplit {
  /** Shape [count, 1, side, side]. */
  readonly images: Tensor<'float32'>;
  /** Left and right edge of each place's box as shares of the width, shape [count, places, 2]; 0 where there is none. */
  readonly boxes: Tensor<'float32'>;
  /** 1 where a place has a box, shape [count, places, 1]. */
  readonly present: Tensor<'float32'>;
  readonly count: number;
}

export interface BoxDataset {
  readonly train: BoxSplit;
  readonly test: BoxSplit;
}

/** Every place has a box with probability a half, so that an image has none to three. */
export function boxDataset(): BoxDataset {
  const random = seededRandom('boxes');
  const split = (count: number): BoxSplit => {
    const images = float32([count, 1, side, side]);
    const boxes = float32([count, places, 2]);
    const present = float32([count, places, 1]);
    for (let at = 0; at < count * places; at++) {
      const row = side * (3 * at + 1);
      for (let pixel = 0; pixel < side; pixel++) images.data[row + pixel] = 0.2 * random.uniform();
      if (random.uniform() < 0.5) continue;
      const left = random.integer(side - 3);
      const right = left + 2 + random.integer(side - left - 2);
      images.data.fill(1, row + left, row + right);
      boxes.data.set([left / side, right / side], 2 * at);
      present.data[at] = 1;
    }
    return { images, boxes, present, count };
  };
  return { train: split(64), test: split(20) };
}

/** One fully connected layer from the pixels to all edges, `edges` [batch, places · 2]. */
export function boxNetwork(batch: number, random: Random): Network {
  const g = new GraphBuilder('boxes');
  const images = g.input('images', 'float32', [batch, 1, side, side]);
  const flat = g.add('Reshape', [images, g.ints(batch, pixels)]);
  const weight = g.initializer(
    'fc.weight',
    float32(
      [pixels, 2 * places],
      Array.from({ length: 2 * places * pixels }, () => random.normal() / 20),
    ),
  );
  const bias = g.initializer('fc.bias', float32([2 * places]));
  g.output(g.add('Add', [g.add('MatMul', [flat, weight]), bias]), 'edges');
  return {
    graph: g.build(),
    parameters: ['fc.weight', 'fc.bias'],
    runningStatistics: [],
    dropoutMasks: [],
  };
}

/** Distance of the edges from those of the boxes that are there: an image's mean over its boxes, the batch's over images. */
export const boxLoss: StepLoss = {
  add(g, batchSize) {
    const [count] = g.shape('edges');
    const boxes = g.input('boxes', 'float32', [count, places, 2]);
    const present = g.input('present', 'float32', [count, places, 1]);
    const edges = g.add('Reshape', ['edges', g.ints(count, places, 2)]);
    const distance = g.add('Mul', [g.add('Abs', [g.add('Sub', [edges, boxes])]), present]);
    g.output(g.add('ReduceSum', [distance], { keepdims: 0 }), 'distance');
    const perImage = g.add('ReduceSum', [present, g.ints(1)], { keepdims: 1 });
    const shares = g.add('Div', [distance, g.add('Max', [perImage, g.scalar(1)])]);
    return g.add('Mul', [g.add('ReduceSum', [shares], { keepdims: 0 }), g.scalar(1 / batchSize)]);
  },
  results: ['distance', 'edges'],
};

const columns = {
  /** Mean distance of an edge in widths of the image; null where the images have no box. */
  edgeError: { schema: z.number().min(0).nullable(), shown: 'number' },
  /** Boxes whose edges are both nearer than half a pixel. */
  found: { schema: z.number().min(0).max(1).nullable(), shown: 'share' },
  boxes: { schema: z.int().min(0) },
} as const satisfies Columns;

export const boxes = {
  name: 'boxes',
  columns,
  best: { column: 'edgeError', better: 'lower' },
} as const satisfies TaskKind;

/** Learns the boxes, mirrored in every second batch. */
export function boxTask({ train, test }: BoxDataset, engine: Pick<Engine, 'parameters'>): Task {
  const sumsOf = (edges: Tensor<'float32'>, wanted: Tensor<'float32'>, present: Tensor<'float32'>) => {
    const sums = { distance: 0, found: 0, boxes: 0 };
    present.data.forEach((there, at) => {
      if (there === 0) return;
      const distances = [2 * at, 2 * at + 1].map((edge) => Math.abs(edges.data[edge] - wanted.data[edge]));
      sums.distance += distances[0] + distances[1];
      sums.found += Math.max(...distances.slice(0, 2)) < 0.5 / side ? 1 : 0;
      sums.boxes += 1;
    });
    return sums;
  };
  const valuesOf = ({ distance, found, boxes: n }: Readonly<Record<string, number>>) => ({
    edgeError: n > 0 ? distance / (2 * n) : null,
    found: n > 0 ? found / n : null,
    boxes: n,
  });
  const measure = (split: BoxSplit): TaskMeasurement => {
    const sums = sumsOf(edgesOf(split.images, engine), split.boxes, split.present);
    const loss = sums.distance / Math.max(1, sums.boxes);
    return { component: 'x', radius: null, loss, n: split.count, values: valuesOf(sums) };
  };
  return {
    ...boxes,
    data: {
      ...{
        name: 'boxes',
        classes: ['box'],
        shape: [1, side, side],
        hashes: { generator: 'boxes' },
        notices: [],
      },
      train,
      test,
    },
    learned: { component: 'x', radius: null },
    batch(indices, { streamOf }) {
      const { images, boxes: wanted, present } = selectBoxes(train, indices);
      const targets = { boxes: wanted, present };
      return streamOf('mirror').uniform() < 0.5 ? mirrored(images, targets) : { images, targets };
    },
    sums: ['distance', 'found', 'boxes'],
    sumsOf({ distance, edges }, targets) {
      // Both kinds of result: a scalar that the engine added up, and rows.
      return { ...sumsOf(edges, targets.boxes, targets.present), distance: distance.data[0] };
    },
    valuesOf,
    measures: ({ sample, heldOut }) => [
      { split: 'train', measure: async () => [measure(selectBoxes(train, sample))] },
      { split: 'test', measure: async () => [measure(test)] },
      { split: 'held-out', measure: async () => [measure(selectBoxes(train, heldOut))] },
    ],
  };
}

function selectBoxes({ images, boxes: wanted, present }: BoxSplit, indices: Uint32Array): BoxSplit {
  const rows = ({ shape: [, ...row], data }: Tensor<'float32'>) => {
    const stride = row.reduce((product, dim) => product * dim, 1);
    const chosen = float32([indices.length, ...row]);
    indices.forEach((index, at) => {
      chosen.data.set(data.subarray(index * stride, (index + 1) * stride), at * stride);
    });
    return chosen;
  };
  return { images: rows(images), boxes: rows(wanted), present: rows(present), count: indices.length };
}

function mirrored(
  { shape, data }: Tensor<'float32'>,
  { boxes: wanted, present }: Pick<BoxSplit, 'boxes' | 'present'>,
) {
  const images = float32(
    shape,
    data.map((_, at) => data[at + side - 1 - 2 * (at % side)]),
  );
  const turned = wanted.data.map((_, edge) => {
    const other = edge % 2 === 0 ? edge + 1 : edge - 1;
    return present.data[edge >> 1] * (1 - wanted.data[other]);
  });
  return { images, targets: { boxes: float32(wanted.shape, turned), present } };
}

/** The network in plain code. */
function edgesOf({ shape: [count], data }: Tensor<'float32'>, { parameters }: Pick<Engine, 'parameters'>) {
  const [weight, bias] = ['fc.weight', 'fc.bias'].map((name) => parameters.get(name)!.data);
  const edges = float32([count, places, 2]);
  for (let at = 0; at < edges.data.length; at++) {
    const output = at % (2 * places);
    const first = Math.floor(at / (2 * places)) * pixels;
    let sum = bias[output];
    for (let pixel = 0; pixel < pixels; pixel++) {
      sum += data[first + pixel] * weight[pixel * 2 * places + output];
    }
    edges.data[at] = sum;
  }
  return edges;
}
