import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { readModelFile } from '#passband/onnx/read/readModelFile.ts';
import { writeModel } from '#passband/onnx/write/writeModel.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import {
  attribute,
  foreignModel,
  node,
  type TensorProto,
  valueInfo,
} from '../../support/models/foreignModel.ts';

const root = mkdtempSync(join(tmpdir(), 'passband-onnx-'));
afterAll(() => rmSync(root, { recursive: true }));

const FLOAT = 1;

/** A tensor of `count` floats whose bytes lie in another file. */
const external = (name: string, count: number, entries: Readonly<Record<string, string>>): TensorProto => ({
  name,
  dataType: FLOAT,
  dims: [BigInt(count)],
  dataLocation: 1,
  externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
});

/** Writes a model whose initializers are `tensors` into a folder of its own, which holds `weights.bin`. */
function modelIn(folder: string, ...tensors: TensorProto[]): string {
  const home = join(root, folder);
  mkdirSync(join(home, 'sub'), { recursive: true });
  writeFileSync(join(home, 'weights.bin'), new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer));
  writeFileSync(join(home, 'sub', 'more.bin'), new Uint8Array(Float32Array.of(5, 6).buffer));
  const path = join(home, 'model.onnx');
  const inputs = ['x', ...tensors.map(({ name }) => name!)];
  const joined = node('Concat', inputs, ['y'], attribute.i('axis', 0));
  writeFileSync(
    path,
    foreignModel({
      opset: 13,
      nodes: [joined],
      inputs: [valueInfo('x', [1])],
      outputs: [valueInfo('y', undefined)],
      initializers: tensors,
    }),
  );
  return path;
}

test('weights in files of the model’s own folder are read, at their offset and with their length', () => {
  const path = modelIn(
    'good',
    external('all', 4, { location: 'weights.bin' }),
    external('rest', 2, { location: 'sub/more.bin', offset: '0' }),
  );
  const { initializers } = readModel(path);
  expect(initializers.get('all')).toEqual(float32([4], [1, 2, 3, 4]));
  expect(initializers.get('rest')).toEqual(float32([2], [5, 6]));
  const parts = modelIn(
    'parts',
    external('first', 1, { location: './weights.bin', offset: '0', length: '4' }),
    external('last', 2, { location: 'weights.bin', offset: '8', length: '8' }),
  );
  expect(readModel(parts).initializers.get('last')).toEqual(float32([2], [3, 4]));
});

test('one range of a file may serve two weights', () => {
  const range = { location: 'weights.bin', offset: '0', length: '16' };
  const { initializers } = readModel(modelIn('tied', external('a', 4, range), external('b', 4, range)));
  expect(initializers.get('a')).toEqual(initializers.get('b'));
});

mkdirSync(join(root, 'secret'));
writeFileSync(join(root, 'secret', 'weights.bin'), new Uint8Array(16));
const linked = modelIn('linked', external('w', 4, { location: 'link.bin' }));
symlinkSync(join(root, 'secret', 'weights.bin'), join(root, 'linked', 'link.bin'));
const linkedFolder = modelIn('linked-folder', external('w', 4, { location: 'link/weights.bin' }));
symlinkSync(join(root, 'secret'), join(root, 'linked-folder', 'link'));
const inner = modelIn('inner', external('w', 4, { location: 'link.bin' }));
symlinkSync(join(root, 'inner', 'weights.bin'), join(root, 'inner', 'link.bin'));
const piped = modelIn('piped', external('w', 4, { location: 'pipe' }));
spawnSync('mkfifo', [join(root, 'piped', 'pipe')]);

const weight = (folder: string, entries: Readonly<Record<string, string>>, count = 4) =>
  modelIn(folder, external('w', count, entries));

test.each<[string, string, string]>([
  [
    'an absolute path',
    "must lie in the model's own folder",
    weight('a', { location: join(root, 'secret', 'weights.bin') }),
  ],
  ['a Windows path', "must lie in the model's own folder", weight('b', { location: 'C:\\weights.bin' })],
  [
    'a parent folder',
    "must lie in the model's own folder",
    weight('c', { location: '../../secret/weights.bin' }),
  ],
  [
    'a parent folder, the Windows way',
    "must lie in the model's own folder",
    weight('d', { location: 'sub\\..\\..\\secret' }),
  ],
  ['a link to a file outside', "leads out of the model's own folder", linked],
  ['a link to a folder outside', "leads out of the model's own folder", linkedFolder],
  ['the folder itself', "leads out of the model's own folder", weight('e', { location: '.' })],
  ['a folder', 'must be a regular file', weight('f', { location: 'sub' })],
  ['a named pipe', 'must be a regular file', piped],
  ['a missing file', 'no such file', weight('g', { location: 'nothing.bin' })],
  [
    'a range behind the end',
    'lie behind the end',
    weight('h', { location: 'weights.bin', offset: '4', length: '16' }),
  ],
  [
    'an offset behind the end',
    'lie behind the end',
    weight('i', { location: 'weights.bin', offset: '999999999999' }),
  ],
  [
    'a length of two petabytes',
    'lie behind the end',
    weight('j', { location: 'weights.bin', length: '2000000000000000'.slice(0, 15) }),
  ],
  ['a negative offset', 'must be a count of bytes', weight('k', { location: 'weights.bin', offset: '-4' })],
  [
    'a shape that claims more than the file',
    'needs 1000 elements, got 4',
    weight('l', { location: 'weights.bin' }, 1000),
  ],
  ['no location', 'is in another file', weight('m', {})],
])('external data is refused: %s', (_, message, path) => {
  const error = catchError(() => readModel(path));
  expect(error.message).toContain(`readModel: ${path}: `);
  expect(error.message).toContain(message);
  expect(error.message).not.toContain('\n');
});

test("data that is Git LFS's pointer is named so", () => {
  const model = modelIn('pointer', external('w', 4, { location: 'pointer.bin' }));
  writeFileSync(
    join(root, 'pointer', 'pointer.bin'),
    'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 16\n',
  );
  expect(() => readModel(model)).toThrow(
    "external data 'pointer.bin' is Git LFS's pointer to a file; git lfs pull fetches it",
  );
});

test('data of a model that is a link may be a link to what lies beside the model itself', () => {
  const cache = join(root, 'cache');
  const [snapshot, blobs] = [join(cache, 'snapshots', 'c3', 'onnx'), join(cache, 'blobs')];
  mkdirSync(snapshot, { recursive: true });
  mkdirSync(join(blobs, 'deeper'), { recursive: true });
  renameSync(modelIn('hub', external('w', 4, { location: 'model.onnx_data' })), join(blobs, 'a1'));
  renameSync(join(root, 'hub', 'weights.bin'), join(blobs, 'b2'));
  copyFileSync(join(blobs, 'b2'), join(blobs, 'deeper', 'b3'));
  const model = join(snapshot, 'model.onnx');
  symlinkSync('../../../blobs/a1', model);
  symlinkSync('../../../blobs/b2', `${model}_data`);
  expect(readModel(model).initializers.get('w')).toEqual(float32([4], [1, 2, 3, 4]));

  for (const target of [join(root, 'secret', 'weights.bin'), join(blobs, 'deeper', 'b3')]) {
    rmSync(`${model}_data`);
    symlinkSync(target, `${model}_data`);
    expect(() => readModel(model)).toThrow("leads out of the model's own folder");
  }
});

test('what a model is called by its hash changes with its weights, wherever they are', () => {
  const path = modelIn('hashed', external('w', 4, { location: 'weights.bin' }));
  const before = readModelFile(path).sha256;
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(readModelFile(path).sha256).toBe(before);
  writeFileSync(join(root, 'hashed', 'weights.bin'), new Uint8Array(Float32Array.of(1, 2, 3, 5).buffer));
  expect(readModelFile(path).sha256).not.toBe(before);
  const alone = join(root, 'alone.onnx');
  writeModel(alone, smallGraph(2));
  expect(readModelFile(alone).sha256).toBe(createHash('sha256').update(readFileSync(alone)).digest('hex'));
});

test('a link inside the folder is followed', () => {
  expect(readModel(inner).initializers.get('w')).toEqual(float32([4], [1, 2, 3, 4]));
});

test('ranges that overlap are refused, so that a small file cannot claim large memory', () => {
  const tensors = Array.from({ length: 3 }, (_, index) =>
    external(`w${index}`, 3 - index, {
      location: 'weights.bin',
      offset: `${4 * index}`,
      length: `${12 - 4 * index}`,
    }),
  );
  expect(() => readModel(modelIn('overlap', ...tensors))).toThrow("external data in 'weights.bin' overlaps");
});

test.each([
  ['missing', join(root, 'nowhere.onnx'), 'no such file'],
  ['a folder', root, 'must be a regular file'],
])('a model that is %s is an error of one line', (_, path, message) => {
  const error = catchError(() => readModel(path));
  expect(error.message).toMatch(/^readModel: [^\n]+$/);
  expect(error.message).toContain(message);
});

function smallGraph(value: number) {
  const g = new GraphBuilder('small');
  const x = g.input('x', 'float32', [1]);
  g.output(g.add('Mul', [x, g.scalar(value)]), 'y');
  return g.build();
}

test('a written model is read again, and takes the place of an older one', () => {
  const path = join(root, 'written.onnx');
  writeModel(path, smallGraph(2));
  writeModel(path, smallGraph(3));
  expect(readModel(path)).toEqual(smallGraph(3));
  expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a model that cannot be written leaves the older one and nothing else', () => {
  const home = join(root, 'kept');
  mkdirSync(home);
  const path = join(home, 'model.onnx');
  writeModel(path, smallGraph(2));
  const before = readFileSync(path);
  const graph = smallGraph(3);
  const nodes = graph.nodes.map((each) => ({ ...each, domain: 'elsewhere' }));
  expect(() => writeModel(path, { ...graph, nodes })).toThrow(/^writeModel: .*model.onnx: .*'elsewhere'/);
  expect(readFileSync(path)).toEqual(before);
  const taken = join(home, 'taken.onnx');
  mkdirSync(taken);
  expect(() => writeModel(taken, graph)).toThrow(/^writeModel: [^\n]+$/);
  expect(readdirSync(home)).toEqual(['model.onnx', 'taken.onnx']);
  expect(() => writeModel(join(root, 'no', 'folder.onnx'), graph)).toThrow(/no such file/);
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
