import { finishBlocks } from '../../layout/finishBlocks.ts';
import { toBlocks } from '../../layout/toBlocks.ts';
import { addLens } from '../../networks/lens/lens.ts';
import { radialMasks } from '../../networks/lens/splitGraph.ts';
import { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
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
  { radii, rescale, ...mask }: ComponentOptions,
  { images, block }: { readonly images: number; readonly block: number },
): Graph {
  const inner = toBlocks(withBatch(network, (1 + 2 * radii.length) * images), block);
  const shape = network.inputs.get('images')!.shape.slice(1) as number[];
  const g = new GraphBuilder(network.name);
  g.reserve(inner);
  let seen = g.input('images', 'float32', [images, ...shape]);
  if (radii.length > 0) {
    const masks = g.initializer('masks', radialMasks(shape[1], shape[2], radii, mask));
    const components = addLens(g, seen, masks, { rescale });
    const batch = (value: string) => g.add('Reshape', [value, g.ints(-1, ...shape)]);
    seen = g.add('Concat', [seen, batch(components.lfc), batch(components.hfc)], { axis: 0 });
  }
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
