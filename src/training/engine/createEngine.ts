import { blockSize, requireBlock } from '../../runtime/blockSize.ts';
import { mostThreads } from '../../runtime/cores.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { assembleEngine, type EngineOptions } from './assembleEngine.ts';
import type { Engine } from './engine.ts';
import { threadReplicas } from './threadReplicas.ts';

/**
 * The training step on the CPU. Each core has a replica of the network, works on its shard of the batch and
 * updates its share of the weights: two one-thread replicas beat one two-thread session, whose single-threaded
 * operators leave a core idle. With batch normalisation there is one replica on all threads, since its statistics
 * are those of the whole batch.
 *
 * @throws RangeError when `block` is not possible on this processor, or there are far fewer cores than threads, whose number
 *   is not changed here, since it decides the last bits of what is computed
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  if (options.threads > mostThreads()) {
    throw new RangeError(
      `createEngine: threads must be at most ${mostThreads()} here, got ${options.threads}`,
    );
  }
  if (options.block !== 1) requireBlock(options.block, await blockSize(onnxruntime));
  return assembleEngine(options, threadReplicas);
}
