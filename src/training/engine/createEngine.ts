import { blockSize, requireBlock } from '../../runtime/blockSize.ts';
import { mostThreads } from '../../runtime/cores.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { assembleEngine, type EngineOptions } from './assembleEngine.ts';
import type { Engine } from './engine.ts';
import { threadReplicas } from './threadReplicas.ts';

/**
 * The training step on the CPU. Each thread has a replica of the network, which works on its shards of the batch one after the
 * other, and updates its range of the weights: two one-thread replicas beat one two-thread session, whose single-threaded
 * operators leave a core idle. Where there are fewer shards than threads, as with batch normalisation, a replica's operators have
 * the threads that are left.
 *
 * @throws RangeError when `block` is not possible on this processor, a network with batch normalisation is to have more than one
 *   shard, or there are far fewer cores than threads
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
