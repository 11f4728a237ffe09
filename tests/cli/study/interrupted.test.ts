import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { studyRecordSchema } from '#passband/report/study/studyRecord.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';
import { filesOf } from '../../torture/support/jobs.ts';
import { done, startCommand } from '../../torture/support/processes.ts';
import { writeTinyFile } from '../tinyFile.ts';

test('a study that Ctrl-C stopped in a run goes on to the bits of one that was never stopped', async () => {
  const folder = temporaryFolder();
  writeTinyFile(join(folder, 'tiny.npz'), { count: 40, testCount: 10 });
  const base = {
    ...{ dataset: join(folder, 'tiny.npz'), network: 'six-conv', batchSize: 10 },
    ...{ epochs: 12, radius: [8], holdOut: 0 },
  };
  writeFileSync(
    join(folder, 'rates.yaml'),
    JSON.stringify({ name: 'rates', base, vary: { learningRate: [0.001] }, measure: ['kernels'] }),
  );
  const words = (store: string) => ['study', join(folder, 'rates.yaml'), '--store', join(folder, store)];
  const stopped = startCommand(words('stopped'));
  const history = () => {
    const runs = join(folder, 'stopped/runs');
    const [run] = existsSync(runs) ? readdirSync(runs) : [];
    const path = run && join(runs, run, 'history.jsonl');
    return path && existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  while (history() === '') await pause(20);
  stopped.child.kill('SIGINT');
  const { code, stderr } = await stopped.ended;
  expect(code).toBe(130);
  expect(stderr).toContain('Stopped. To go on: passband study ');
  expect(stderr).not.toContain('--preset paper');
  const record = () =>
    studyRecordSchema.parse(
      JSON.parse(readFileSync(join(folder, 'stopped/rates-tiny.npz/study.json'), 'utf8')),
    );
  expect(record()).toMatchObject({ status: 'stopped', runs: [{ state: 'to come' }] });

  await done(startCommand([...words('stopped'), '--quiet']));
  expect(record()).toMatchObject({ status: 'finished', runs: [{ state: 'complete' }] });
  await done(startCommand([...words('whole'), '--quiet']));
  const models = ['stopped', 'whole'].map((store) => filesOf(join(folder, store, 'runs'), '.onnx'));
  expect(models[0]).toEqual(models[1]);
});
