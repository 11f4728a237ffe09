import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/dataFiles.ts';
import { writeFewTraining } from '../../support/fewTraining.ts';
import { passbandIn } from '../../support/passband.ts';
import { sharedPath } from '../../support/shared.ts';

const foreign = sharedPath('fixtures/foreign');
const datasets = sharedPath('datasets');
const passband = passbandIn('.');

/** Attacks a file of other people's and returns the record. */
async function attacked(file: string, ...words: string[]) {
  const out = join(temporaryFolder(), 'out');
  const { status, stderr } = await passband(
    'attack',
    join(foreign!, file),
    ...words,
    '--quiet',
    '--out',
    out,
  );
  expect(status, stderr).toBe(0);
  return JSON.parse(readFileSync(join(out, 'attack.json'), 'utf8'));
}

// Small files that showed a fault, each for a kind of its own.
describe.skipIf(!foreign || !datasets)('files from elsewhere', () => {
  it('have gradients whatever their nodes are called', async () => {
    const dataDir = temporaryFolder();
    writeFewTraining(dataDir, datasets!);
    const data = ['--dataset', 'cifar-10', '--data-dir', dataDir, '--limit', '20'];
    const { status, attacks } = await attacked('01-node-names.onnx', ...data);
    expect(status).toBe('finished');
    expect(attacks).toHaveLength(1);
  });

  it('are read where a cache keeps them behind links', async () => {
    const cache = temporaryFolder();
    const snapshot = join(cache, 'snapshots', 'c3', 'onnx');
    mkdirSync(snapshot, { recursive: true });
    cpSync(join(foreign!, '04-linked'), join(cache, 'blobs'), { recursive: true });
    symlinkSync('../../../blobs/a1', join(snapshot, 'model.onnx'));
    symlinkSync('../../../blobs/b2', join(snapshot, 'model.onnx_data'));
    const { status, stdout, stderr } = await passband('inspect', join(snapshot, 'model.onnx'), '--json');
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout).preflight.output).toMatchObject({ shape: ['N', 10], kind: 'logits' });
  });

  // The labels are the models' own answers.
  it.each([
    ['03-percent.onnx', /the output is multiplied by 100 at the end, which is taken out/],
    ['03b-sum-of-softmaxes.onnx', /the outputs are probabilities times 8, which is taken out,/],
  ])('%s is right on all of its own answers', async (file, said) => {
    const plain = ['--range', '0,1', '--mean', '0', '--std', '1', '--method', 'noise'];
    const { clean, notices } = await attacked(file, '--dataset', join(foreign!, '03-percent.npz'), ...plain);
    expect(clean.value).toBe(1);
    expect(notices.join('\n')).toMatch(said);
  });
});
