import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classMappingSchema } from '#passband/models/classes/classMapping.ts';
import { normalisationSchema } from '#passband/models/normalisation/normalisation.ts';
import { preflightSchema } from '#passband/models/preflight/preflight.ts';
import { node } from '../../support/models/foreignModel.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { passbandIn } from '../../support/passband.ts';
import { sharedPath } from '../../support/shared.ts';
import { writeTinyFile } from '../tinyFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-inspect-'));

const passband = passbandIn(folder);

function save(name: string, content: Uint8Array | string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('passband inspect', () => {
  it('says what a model is', async () => {
    const { status, stdout, stderr } = await passband('inspect', save('model.onnx', tinyModel({ batch: 4 })));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}input +'pixels' float32 \[4, 3, 6, 6\], NCHW, batches of 4$/m);
    expect(stdout).toMatch(/^ {2}output +'y' \[4, 4\], logits$/m);
    expect(stdout).toMatch(/^ {2}operators +Identity 3, Conv 1, Relu 1/m);
    expect(stdout).toMatch(/^ {2}gradients +every operator on the way has a rule$/m);
  });

  it('prints what it found and exits with 2 where something stops an audit', async () => {
    const end = [{ ...node('If', ['z'], ['y']), name: 'cul\u001b[2Jprit' }];
    const path = save('if.onnx', tinyModel({ end }));
    const { status, stdout, stderr } = await passband('inspect', path);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^ {2}stops +If 'cul \[2Jprit': control flow is not supported$/m);
    expect(stderr).toBe(`passband: ${path}: If 'cul [2Jprit': control flow is not supported\n`);
    expect(JSON.parse((await passband('inspect', path, '--json')).stdout).preflight.problems).toHaveLength(1);
  });

  it('exits with 2 at an operator that ONNX does not have', async () => {
    const path = save('foo.onnx', tinyModel({ end: [{ ...node('Foo', ['z'], ['y']), name: 'my_foo' }] }));
    const { status, stderr } = await passband('inspect', path);
    expect([status, stderr]).toEqual([2, `passband: ${path}: ONNX has no operator Foo: node 'my_foo'\n`]);
  });

  it.each([
    ['an empty file', '', 'the file is empty'],
    ['a text', 'Hello\nworld\n', 'not an ONNX model'],
  ])('%s is one line on stderr and exit code 2', async (_, content, message) => {
    const { status, stdout, stderr } = await passband('inspect', save('bad.onnx', content));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  it('with a data set, says how the classes match and how the pixels must come', async () => {
    const file = join(folder, 'tiny.npz');
    writeTinyFile(file, { count: 20, testCount: 40 });
    const path = save(
      'planted.onnx',
      tinyModel({ size: 32, classes: 10, end: [node('Softmax', ['z'], ['y'])] }),
    );
    const { status, stdout } = await passband('inspect', path, '--dataset', file, '--json', '--threads', '1');
    expect(status).toBe(0);
    const { preflight, mapping, normalisation, dataset, notices } = JSON.parse(stdout);
    expect(preflightSchema.parse(preflight).output?.kind).toBe('softmax');
    expect(classMappingSchema.parse(mapping).how).toBe('order');
    expect(normalisationSchema.parse(normalisation).candidates.length).toBeGreaterThan(10);
    expect(dataset).toEqual({ name: 'tiny.npz', shape: [3, 32, 32], testCount: 40, leftOut: 0 });
    expect(notices.length).toBeGreaterThan(2);
  });

  it.each([
    ['Sign', true],
    ['Tanh', false],
  ])('with images, says whether all gradients are zero: %s', async (op, isZero) => {
    const file = join(folder, 'tiny.npz');
    writeTinyFile(file, { count: 20, testCount: 40 });
    const path = save(`${op}.onnx`, tinyModel({ size: 32, classes: 10, end: [node(op, ['z'], ['y'])] }));
    const { status, stdout } = await passband('inspect', path, '--dataset', file, '--threads', '1');
    expect(status).toBe(0);
    const notice =
      'Note: zero gradients: of 16 images every gradient is zero everywhere (its steps have no slope: Sign), so attacks that follow gradients change nothing; only square and noise say how robust it is\n';
    if (isZero) expect(stdout).toContain(notice);
    else expect(stdout).not.toContain('zero gradients');
  });

  it('ranks conventions on a model that PyTorch trained', async () => {
    const [model, data] = [sharedPath('models/fashion_lenet_softmax'), sharedPath('datasets')];
    if (!model || !data) return;
    const { stdout } = await passband('inspect', model, '--dataset', 'fashion-mnist', '--data-dir', data);
    expect(stdout).toMatch(/^ {2}pixels 0–1 +8\d\.\d%/m);
    expect(stdout).toContain('Note: pixels reach the model as NCHW grey, 0 to 1 (measured)');
  });
});
