import { GraphBuilder } from '../onnx/build/builder.ts';
import { float32 } from '../tensor/tensor.ts';
import { createSession, type Runtime } from './session.ts';

/**
 * Channels in a block of the CPU provider's layout: 16 with AVX-512, 8 with AVX2, 1 where there is no such layout.
 * Found by reordering 16 channels of two pixels: after a whole block of first pixels comes the second pixel.
 */
export async function blockSize(runtime: Runtime): Promise<number> {
  const g = new GraphBuilder('blockSize');
  const x = g.input('x', 'float32', [1, 16, 1, 2]);
  g.output(g.add('ReorderInput', [x], {}, { domain: 'com.microsoft.nchwc' }), 'y');
  try {
    const session = await createSession(runtime, g.build());
    const channelOrPixel = float32(
      [1, 16, 1, 2],
      Float32Array.from({ length: 32 }, (_, index) => index),
    );
    const { y } = await session.run({ x: channelOrPixel });
    await session.release();
    return (y.data as Float32Array).indexOf(1);
  } catch {
    return 1;
  }
}
