import { finishBlocks } from '../../layout/finishBlocks.ts';
import { toBlocks } from '../../layout/toBlocks.ts';
import { addLens } from '../../networks/lens/lens.ts';
import { radialMasks } from '../../networks/lens/splitGraph.ts';
import { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Graph, Value } from '../../onnx/graph/graph.ts';
import { withBatch } from '../../onnx/rewrite/withBatch.ts';
import type { RadialMaskOptions } from '../../spectrum/split/radialMask.ts';
import type { Rescale } from '../../spectrum/split/rescale.ts';

export interface ComponentOptions extends RadialMaskOptions {
  /** Cut-offs in frequency bins. */
  readonly radii: readonly number[];
  /** What the network is shown of a component. */
  readonly rescale: Rescale;
}

/**
 * A network that sees x and all its components at once: input `images` [n, c, h, w], output `logits`
 * [(1 + 2r)·n, classes], first of x, then of LFC at each radius, then of HFC at each radius.
 *
 * @param network a graph for inference with weights as initializers and a batch that is not fixed
 * @param images n
 * @param block channels in a block of the CPU provider's layout; 1 = the plain layout
 */
export function componentGraph(
  network: Graph,
  options: ComponentOptions,
  { images, block }: { readonly images: number; readonly block: number },
): Graph {
  const inner = toBlocks(withBatch(network, (1 + 2 * options.radii.length) * images), block);
  const g = new GraphBuilder(network.name);
  g.reserve(inner);
  const seen = addComponents(g, network.inputs.get('images')!.shape.slice(1) as number[], options, images);
  for (const [name, value] of inner.initializers) g.initializer(name, value);
  for (const node of inner.nodes) {
    g.append(
      { ...node, inputs: node.inputs.map((input) => (input === 'images' ? seen : input)) },
      inner.types,
    );
  }
  g.output('logits');
  g.describe(inner.metadata);
  return finishBlocks(g.build(), block);
}

/**
 * x and all its components: input `images` [n, c, h, w], output `seen` [(1 + 2r)·n, c, h, w] in the order of `componentGraph`.
 *
 * @param shape of one image
 * @param images n
 */
export function componentsGraph(shape: readonly number[], options: ComponentOptions, images: number): Graph {
  const g = new GraphBuilder('components');
  g.output(addComponents(g, shape, options, images), 'seen');
  return g.build();
}

function addComponents(
  g: GraphBuilder,
  shape: readonly number[],
  { radii, rescale, ...mask }: ComponentOptions,
  images: number,
): Value {
  const x = g.input('images', 'float32', [images, ...shape]);
  if (radii.length === 0) return x;
  const masks = g.initializer('masks', radialMasks(shape[1], shape[2], radii, mask));
  const components = addLens(g, x, masks, { rescale });
  const batch = (value: Value) => g.add('Reshape', [value, g.ints(-1, ...shape)]);
  return g.add('Concat', [x, batch(components.lfc), batch(components.hfc)], { axis: 0 });
}
