import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import { float32 } from '../tensor/tensor.ts';
import type { Pool, PooledModel } from './pool.ts';
import { createSession, type Runtime } from './session.ts';

/**
 * Channels in a block of the CPU provider's layout: 16 with AVX-512, 8 with AVX2, 1 where there is no such layout.
 * Found by reordering 16 channels of two pixels: after a whole block of first pixels comes the second pixel.
 */
export function blockSize(runtime: Runtime): Promise<number> {
  return found((graph) => createSession(runtime, graph));
}

const known = new WeakMap<Pool, Promise<number>>();

/**
 * ONNX Runtime ends the whole process where a graph has blocks of another processor.
 *
 * @throws RangeError when `block` is neither 1 nor the pool's
 */
export async function checkBlock(pool: Pool, block: number): Promise<void> {
  if (block === 1) return;
  const own = known.get(pool) ?? found((graph) => pool.load(graph));
  known.set(pool, own);
  requireBlock(block, await own);
}

/** @throws RangeError when `block` is neither 1 nor that of the processor */
export function requireBlock(block: number, own: number): void {
  if (block === 1 || block === own) return;
  const possible = own === 1 ? '1, as this runtime has no blocks' : `1 or ${own}, as this processor has it`;
  throw new RangeError(`block must be ${possible}, got ${block}; blockSize() finds it`);
}

async function found(load: (graph: Graph) => Promise<PooledModel>): Promise<number> {
  const g = new GraphBuilder('blockSize');
  const x = g.input('x', 'float32', [1, 16, 1, 2]);
  g.output(g.add('ReorderInput', [x], {}, { domain: 'com.microsoft.nchwc' }), 'y');
  try {
    const model = await load(g.build());
    const channelOrPixel = float32(
      [1, 16, 1, 2],
      Float32Array.from({ length: 32 }, (_, index) => index),
    );
    const { y } = await model.run({ x: channelOrPixel });
    await model.release();
    return (y.data as Float32Array).indexOf(1);
  } catch {
    return 1;
  }
}
