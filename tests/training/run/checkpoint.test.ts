import { readFile, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { float32 } from '#passband/tensor/tensor.ts';
import type { Engine } from '#passband/training/engine/engine.ts';
import {
  type Checkpoint,
  checkpointPath,
  loadCheckpoint,
  restoreCheckpoint,
  saveCheckpoint,
  type TrainingProgress,
} from '#passband/training/run/checkpoint.ts';
import { decodeSafetensors, encodeSafetensors } from '#passband/training/run/safetensors.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

const progress: TrainingProgress = {
  epoch: 3,
  batch: 7,
  step: 100,
  streams: '0',
  elapsedMs: 1234.5678,
  layouts: [8, 16],
  running: { loss: 0.1 + 0.2, correct: 5, n: 9 },
  best: { epoch: 2, accuracy: 1 / 3 },
};

/** An engine that only holds: a weight, a statistic and one slot, filled from `start` on. */
function engineFrom(start: number, shape: readonly number[] = [2, 2]): Engine {
  const filled = (first: number) =>
    float32(
      shape,
      Array.from({ length: 4 }, (_, index) => first + index / 3),
    );
  return {
    batchSize: 1,
    block: 1,
    parameters: new Map([['conv1.weight', filled(start)]]),
    statistics: new Map([['bn1.running_mean', filled(start + 10)]]),
    slots: new Map([['momentum', new Map([['conv1.weight', filled(start + 20)]])]]),
    masks: new Map(),
    step: () => Promise.reject(new Error('holds only')),
    release: async () => {},
  };
}

let folder: string;
let path: string;
beforeEach(async () => {
  folder = temporaryFolder();
  path = checkpointPath(folder, 'latest');
});

describe('checkpoint', () => {
  test('progress, weights, statistics and optimizer state come back exactly', async () => {
    await saveCheckpoint(folder, 'latest', engineFrom(1), progress);
    const checkpoint = (await loadCheckpoint(folder, 'latest'))!;
    expect(checkpoint.progress).toEqual(progress);
    expect([...checkpoint.tensors.keys()]).toEqual([
      'conv1.weight',
      'bn1.running_mean',
      'optimizer.momentum/conv1.weight',
    ]);
    const engine = engineFrom(50);
    const before = engine.parameters.get('conv1.weight')!.data;
    restoreCheckpoint(engine, checkpoint);
    const { parameters, statistics, slots } = engineFrom(1);
    expect(engine).toMatchObject({ parameters, statistics, slots });
    // Written into the arrays in use, which an engine's workers share.
    expect(engine.parameters.get('conv1.weight')!.data).toBe(before);
  });

  test('one of a version that did not name its layout is read', async () => {
    const { layouts: _, ...older } = progress;
    await saveCheckpoint(folder, 'latest', engineFrom(1), older as typeof progress);
    expect((await loadCheckpoint(folder, 'latest'))!.progress).toEqual({ ...older, layouts: [] });
  });

  test('a run without a checkpoint has none', async () => {
    expect(await loadCheckpoint(folder, 'latest')).toBeNull();
  });

  const damage: [what: string, change: (bytes: Uint8Array) => Uint8Array, message: RegExp][] = [
    [
      'with one flipped bit in its last tensor',
      (bytes) => flipped(bytes, bytes.length - 1),
      /latest\.safetensors is damaged \(its SHA-256 must be [0-9a-f]{64}, got [0-9a-f]{64}\)$/,
    ],
    [
      'with another digit in its progress',
      (bytes) => flipped(bytes, Buffer.from(bytes).indexOf('1234.5678')),
      /latest\.safetensors is damaged \(its SHA-256 must be/,
    ],
    [
      'without a digest',
      (bytes) => {
        const { sha256: _, ...metadata } = decodeSafetensors(bytes).metadata;
        return withMetadata(bytes, metadata);
      },
      /latest\.safetensors is of an older passband \(it has no sha256\); start the run anew$/,
    ],
    ['cut short', (bytes) => bytes.subarray(0, 100), /is damaged \(safetensors: .*\)$/],
    ['empty', () => new Uint8Array(0), /is damaged \(safetensors: the header must lie inside/],
    [
      'of a newer passband',
      (bytes) => withMetadata(bytes, { schema: 'passband.checkpoint', version: '2' }),
      /written by a newer passband \(passband\.checkpoint 2, this one reads 1\)/,
    ],
    [
      'that is only weights of another tool',
      (bytes) => withMetadata(bytes, { format: 'pt' }),
      /its schema must be passband\.checkpoint, got undefined$/,
    ],
    [
      'without its progress',
      (bytes) => withMetadata(bytes, { schema: 'passband.checkpoint', version: '1' }),
      /latest\.safetensors: not JSON$/,
    ],
    [
      'with a negative step',
      (bytes) =>
        withMetadata(bytes, {
          schema: 'passband.checkpoint',
          version: '1',
          progress: JSON.stringify({ ...progress, step: -1 }),
        }),
      /latest\.safetensors: step: /,
    ],
  ];
  const flipped = (bytes: Uint8Array, at: number) => bytes.with(at, bytes[at] ^ 4);
  const withMetadata = (bytes: Uint8Array, metadata: Record<string, string>) =>
    encodeSafetensors({ ...decodeSafetensors(bytes), metadata });

  test.each(damage)('a file %s is refused with one line and stays as it is', async (_, change, message) => {
    await saveCheckpoint(folder, 'latest', engineFrom(1), progress);
    await writeFile(path, change(await readFile(path)));
    const before = await readFile(path);
    const error: Error = await loadCheckpoint(folder, 'latest').then(
      () => new Error('was read'),
      (caught) => caught,
    );
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(await readFile(path)).toEqual(before);
  });

  test('a checkpoint of another network leaves the engine unchanged', () => {
    const base: Checkpoint = {
      path: 'latest',
      progress,
      tensors: new Map(
        ['conv1.weight', 'bn1.running_mean', 'optimizer.momentum/conv1.weight'].map((name) => [
          name,
          float32([2, 2], [9, 9, 9, 9]),
        ]),
      ),
    };
    const others: [
      Map<string, Checkpoint['tensors'] extends ReadonlyMap<string, infer T> ? T : never>,
      RegExp,
    ][] = [
      [
        new Map([...base.tensors].slice(0, 2)),
        /optimizer\.momentum\/conv1\.weight must be float32 \[2,2\], got none/,
      ],
      [new Map([...base.tensors, ['fc.weight', float32([1])]]), /the network has no fc\.weight/],
      [
        new Map([...base.tensors, ['bn1.running_mean', float32([4])]]),
        /bn1\.running_mean must be float32 \[2,2\], got \[4\]/,
      ],
    ];
    for (const [tensors, message] of others) {
      const engine = engineFrom(1);
      expect(() => restoreCheckpoint(engine, { ...base, tensors })).toThrow(message);
      const { parameters, statistics, slots } = engineFrom(1);
      expect(engine).toMatchObject({ parameters, statistics, slots });
    }
  });
});
