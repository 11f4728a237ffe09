import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { preflight } from '#passband/models/preflight/preflight.ts';
import { decodeProto, parseModel } from '#passband/onnx/read/decodeModel.ts';
import { describeModel } from '#passband/onnx/read/describeModel.ts';
import { rawModel } from '#passband/onnx/read/rawModel.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import narrow from '../../golden/onnx/narrowWeights.json' with { type: 'json' };
import { sharedPath } from '../../support/shared.ts';
import { mutateModel } from './mutateModel.ts';

const golden = new URL('../../golden/networks/torchModels.json', import.meta.url);
const { networks } = JSON.parse(readFileSync(golden, 'utf8')) as {
  networks: { models: { bytes: string }[] }[];
};
const models: readonly Uint8Array[] = [
  ...networks.flatMap((network) => network.models.map(({ bytes }) => Buffer.from(bytes, 'base64'))),
  ...narrow.models.map(({ model }) => Buffer.from(model, 'base64')),
  ...[
    ...['cifar10_resnet8/model', 'fashion_lenet_softmax/model'],
    ...['zoo/cifar10_resnet8_int8', 'zoo/mnist_cntk_int8'],
  ].flatMap((name) => {
    const path = sharedPath(`models/${name}.onnx`);
    return path ? [readFileSync(path)] : [];
  }),
];

/** What `run` throws, which must be an error of one line. */
function attempt<T>(run: () => T): { value?: T; error: string } {
  try {
    return { value: run(), error: '' };
  } catch (error) {
    return { error: error instanceof Error ? error.message : `no error but ${error}` };
  }
}

/** Microseconds of processor time, which other work on the machine does not stretch. */
function timeOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

const readExternal = () => {
  throw new Error('there is one file only');
};

/** Reads a damaged model and looks at it as a command does. */
function open(bytes: Uint8Array): 'refused' | 'read' {
  const { value: model, error: parseError } = attempt(() => parseModel(bytes));
  if (!model) expect(parseError).toMatch(/^decodeModel: [^\n]+$/);
  if (!model) return 'refused';
  const { value: graph = null, error } = attempt(() => decodeProto(model));
  if (!graph) expect(error).toMatch(/^decodeModel: [^\n]+$/);
  const header = describeModel(model);
  const raw = () => attempt(() => rawModel(model.proto, readExternal)).value ?? null;
  const file = { path: 'damaged.onnx', bytes: bytes.length, sha256: '', header, raw };
  for (const { message } of preflight({ ...file, graph, error }).problems)
    expect(message).toMatch(/^[^\n]+$/);
  return graph ? 'read' : 'refused';
}

/**
 * Damaged models are read or refused in one line, quickly and in little memory.
 *
 * @returns how many of them were read and how many were refused
 */
export function expectOneLineEach(count: number): Record<'read' | 'refused', number> {
  const random = seededRandom('fuzz');
  const before = process.memoryUsage().rss;
  const counts = { read: 0, refused: 0 };
  const readingWhole = Math.max(...models.map((model) => timeOf(() => open(model))));
  let slowest = 0;
  for (let index = 0; index < count; index++) {
    const bytes = mutateModel(models[index % models.length], random);
    slowest = Math.max(
      slowest,
      timeOf(() => counts[open(bytes)]++),
    );
  }
  // No damage makes a small model a long computation.
  expect(slowest / readingWhole).toBeLessThan(100);
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  // Damage that the reader always refused at once would show nothing.
  expect(counts.read).toBeGreaterThan(count / 10);
  expect(counts.refused).toBeGreaterThan(count / 3);
  return counts;
}
