import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readInside, writeInside } from '../../files/inside.ts';
import { checkKind, parseJson } from '../../files/parseJson.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Engine } from '../engine/engine.ts';
import { decodeSafetensors, type Safetensors, safetensorsParts } from './safetensors.ts';

const checkpointKind = { schema: 'passband.checkpoint', version: 1 } as const;
const whole = z.int().min(0);

const progressSchema = z.strictObject({
  /** Epochs that are trained and measured. */
  epoch: whole,
  /** Batches done in the epoch after those; 0 at an epoch's end. */
  batch: whole,
  /** Updates since the start. */
  step: whole,
  /** Where all random streams come from; each is forked by name, epoch and batch, so none has a further state. */
  streams: z.string(),
  elapsedMs: z.number().min(0),
  /**
   * Layouts in which it was computed one after the other, as channels in a block: that of the processor comes last. Earlier
   * versions did not say.
   */
  layouts: z.array(z.int().min(1)).default([]),
  /** Sums over the batches done in the unfinished epoch, by name: `loss`, those of the task, `n` images. */
  running: z.record(z.string(), z.number()),
  /** The best `epoch` on the held-out images, the first of equals, with its value in the column that decides. */
  best: z.record(z.string(), z.number()).nullable(),
});

/** How far a run is; with the weights and the optimizer's state this is all that the next step depends on. */
export type TrainingProgress = Readonly<z.infer<typeof progressSchema>>;

export interface Checkpoint {
  readonly path: string;
  readonly progress: TrainingProgress;
  /** Parameters and statistics under their own names, optimizer state as `optimizer.<slot>/<parameter>`. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

export type CheckpointName = 'latest' | 'best';

export const checkpointPath = (folder: string, name: CheckpointName) => join(folder, fileOf(name));

const fileOf = (name: CheckpointName) => `checkpoints/${name}.safetensors`;

/** Saves all that the engine holds; the checkpoint that was there before stays until the new one is complete. */
export async function saveCheckpoint(
  folder: string,
  name: CheckpointName,
  engine: Engine,
  progress: TrainingProgress,
): Promise<void> {
  const tensors = engineTensors(engine);
  const said = JSON.stringify(progress);
  const metadata = {
    schema: checkpointKind.schema,
    version: String(checkpointKind.version),
    progress: said,
    sha256: digestOf(said, tensors),
  };
  await writeInside(folder, fileOf(name), safetensorsParts({ tensors, metadata }));
}

/**
 * Reads a checkpoint of a run.
 *
 * @returns null when there is none yet
 * @throws Error when the file is damaged or a link, or of a newer Passband or one that kept no digest
 */
export async function loadCheckpoint(folder: string, name: CheckpointName): Promise<Checkpoint | null> {
  const path = checkpointPath(folder, name);
  const bytes = await readInside(folder, fileOf(name));
  if (bytes === undefined) return null;
  let content: Safetensors;
  try {
    content = decodeSafetensors(bytes);
  } catch (error) {
    throw new Error(`loadCheckpoint: ${path} is damaged (${(error as Error).message})`);
  }
  const { tensors, metadata } = content;
  checkKind(metadata, checkpointKind, path);
  const { progress = '', sha256 } = metadata;
  const parsed = parseJson(progressSchema, progress, path);
  if (sha256 === undefined) {
    throw new Error(`loadCheckpoint: ${path} is of an older passband (it has no sha256); start the run anew`);
  }
  const found = digestOf(progress, tensors);
  if (found !== sha256) {
    throw new Error(`loadCheckpoint: ${path} is damaged (its SHA-256 must be ${sha256}, got ${found})`);
  }
  return { path, progress: parsed, tensors };
}

/** SHA-256 of all that the next step depends on: the format's own rules do not notice a flipped bit. */
function digestOf(progress: string, tensors: ReadonlyMap<string, Tensor>): string {
  const hash = createHash('sha256').update(progress);
  // By name, since a file has its tensors in an order of its own.
  for (const [name, { shape, data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\n${name} [${shape}]\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/**
 * Puts a checkpoint's tensors into the engine.
 *
 * @throws Error when names or shapes differ from the engine's; the engine is then unchanged
 */
export function restoreCheckpoint(engine: Engine, { path, tensors }: Checkpoint): void {
  const targets = engineTensors(engine);
  for (const [name, { shape }] of targets) {
    const found = tensors.get(name);
    const foundShape = found?.type === 'float32' ? `[${found.shape}]` : 'none';
    if (foundShape !== `[${shape}]`) {
      throw new Error(`restoreCheckpoint: ${path}: ${name} must be float32 [${shape}], got ${foundShape}`);
    }
  }
  for (const name of tensors.keys()) {
    if (!targets.has(name)) throw new Error(`restoreCheckpoint: ${path}: the network has no ${name}`);
  }
  for (const [name, { data }] of targets) data.set(tensors.get(name)!.data as Float32Array);
}

function engineTensors({ parameters, statistics, slots }: Engine): Map<string, Tensor<'float32'>> {
  const tensors = new Map([...parameters, ...statistics]);
  for (const [slot, states] of slots) {
    for (const [parameter, state] of states) tensors.set(`optimizer.${slot}/${parameter}`, state);
  }
  return tensors;
}
