import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { attackModel } from '#passband/workflows/attack/attackModel.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';
import { writeTinyAudit } from '../../cli/tinyAudit.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

it('a model is attacked without the command line; a stopped attack goes on to the same numbers', async () => {
  const folder = temporaryFolder();
  await writeTinyAudit(folder, { count: 8 });
  const path = join(folder, 'tiny.onnx');
  const epsilon = ['4/255', '8/255'].map(parseEpsilon);
  const settings = { dataset: join(folder, 'data.npz'), mean: [0], epsilon, steps: 2, threads: 1 };
  const whole = await attackModel(path, settings, { out: join(folder, 'whole') });
  expect(whole).toMatchObject({
    status: 'finished',
    request: { models: [path], flags: { mean: '0', epsilon: '4/255,8/255', steps: '2', threads: '1' } },
    attacks: [{ name: 'pgd@4/255' }, { name: 'pgd@8/255' }],
  });

  const controller = new AbortController();
  const told: string[] = [];
  const progress = {
    ...noProgress,
    task({ label }: { readonly label: string }) {
      told.push(label);
      if (label === 'pgd@8/255') controller.abort();
    },
  };
  const out = join(folder, 'stopped');
  const stopped = await attackModel(path, settings, { out, progress, signal: controller.signal });
  expect(told).toContain('pgd@8/255');
  expect(stopped).toMatchObject({ status: 'stopped', attacks: [{ name: 'pgd@4/255' }] });
  expect(await attackModel(path, settings, { out })).toEqual(whole);
  await expect(
    attackModel(path, { ...settings, preset: 'authors' }, { out: join(folder, 'none') }),
  ).rejects.toThrow('--preset authors says how the attack is made; leave out --steps');
});
