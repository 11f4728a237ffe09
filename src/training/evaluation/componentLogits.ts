import { batchMoments } from '../../layout/batchMoments.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Pool } from '../../runtime/pool.ts';
import { float32, sizeOf, slice, type Tensor } from '../../tensor/tensor.ts';
import { type ComponentOptions, componentGraph, componentsGraph } from './componentGraph.ts';

/** A network that answers to x and all components of some images. */
export interface ComponentLogits {
  /** Images that a call may have. */
  readonly most: number;
  /** Images [n, c, h, w] → logits [n · classes] of x, then of LFC at each radius, then of HFC at each radius. */
  of(images: Tensor<'float32'>): Promise<readonly Float32Array[]>;
  release(): Promise<void>;
}

/**
 * All components in one batch: for a network whose answer to an image does not depend on the others.
 *
 * @param network a graph for inference with weights as initializers and a batch that is not fixed
 * @param block channels in a block of the CPU provider's layout; 1 = the plain layout
 */
export async function logitsTogether(
  pool: Pool,
  network: Graph,
  component: ComponentOptions,
  block: number,
): Promise<ComponentLogits> {
  const components = 1 + 2 * component.radii.length;
  // About as many pixels at once as 50 CIFAR images have, components counted, so that a layer's values stay in the
  // cache: 450 images at once took a quarter longer.
  const seenImages = (50 * 3 * 32 * 32) / sizeOf(shapeOf(network));
  const most = Math.max(1, Math.round(Math.min(50, seenImages) / components));
  const model = await pool.load(componentGraph(network, component, { images: most, block }));
  return {
    most,
    async of(images) {
      const [count] = images.shape;
      const { logits } = await model.run({ images: padded(images, most) });
      const { data, shape } = logits as Tensor<'float32'>;
      const classes = shape[1];
      return Array.from({ length: components }, (_, place) =>
        data.subarray(place * most * classes, (place * most + count) * classes),
      );
    },
    release: () => model.release(),
  };
}

/**
 * Each component in a batch of its own, whose moments are those of the batch normalisations, as in training: an image's
 * answer then depends on the others, and LFC, HFC and x do not see each other.
 *
 * @param network as for `logitsTogether`
 * @param most images whose moments are taken together
 */
export async function logitsByBatch(
  pool: Pool,
  network: Graph,
  component: ComponentOptions,
  most: number,
): Promise<ComponentLogits> {
  const { radii } = component;
  const splitter =
    radii.length > 0 ? await pool.load(componentsGraph(shapeOf(network), component, most)) : undefined;
  const model = await pool.load(batchMoments(network).graph).catch(async (error: unknown) => {
    await splitter?.release();
    throw error;
  });
  return {
    most,
    async of(images) {
      const [count] = images.shape;
      // Where a last batch is smaller, what fills it is split with it and never shown to the network.
      const seen = splitter ? (await splitter.run({ images: padded(images, most) })).seen : images;
      const answers: Float32Array[] = [];
      for (let place = 0; place < 1 + 2 * radii.length; place++) {
        const own = slice(seen as Tensor<'float32'>, place * most, place * most + count);
        const { logits } = await model.run({ images: own });
        answers.push(logits.data as Float32Array);
      }
      return answers;
    },
    async release() {
      await splitter?.release();
      await model.release();
    },
  };
}

const shapeOf = (network: Graph) => network.inputs.get('images')!.shape.slice(1) as number[];

function padded(images: Tensor<'float32'>, count: number): Tensor<'float32'> {
  const filled = float32([count, ...images.shape.slice(1)]);
  filled.data.set(images.data);
  return filled;
}
