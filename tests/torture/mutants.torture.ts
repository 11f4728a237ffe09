import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '#passband/tensor/random.ts';
import { mutateModel } from '../onnx/read/mutateModel.ts';
import { errorsOf, fates } from './support/fates.ts';
import { makeJobs } from './support/jobs.ts';
import { ownFolder } from './support/processes.ts';
import { tally } from './support/tally.ts';

/** Bytes that are others, missing or twice at a few places. */
function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = [...bytes];
  for (let left = 1 + random.integer(4); left > 0; left--) {
    const at = random.integer(random.uniform() < 0.5 ? Math.min(changed.length, 400) : changed.length);
    const kind = random.integer(4);
    if (kind === 0) changed[at] = random.integer(256);
    else if (kind === 1) changed[at] ^= 1 << random.integer(8);
    else if (kind === 2) changed.splice(at, 1 + random.integer(64));
    else changed.splice(at, 0, ...changed.slice(at, at + 1 + random.integer(64)));
  }
  return Uint8Array.from(changed);
}

let inputs: string;
beforeAll(async () => {
  inputs = ownFolder();
  await makeJobs(inputs);
});

const audit = (model: string, data: string) => {
  const words = ['audit', model, '--dataset', data, '--mean', '0', '--threads', '1'];
  return [...words, '--plan', 'plan.json', '--limit', '8', '--out', join('out', model, data)];
};

describe('a damaged file', () => {
  it.each([
    ['models', 600],
    ['data', 200],
    ['images', 200],
  ] as const)('of %s ends no process, and is refused in one line or used', async (kind, count) => {
    const random = seededRandom(`mutants of ${kind}`);
    const whole = { models: 'tiny.onnx', data: 'data.npz', images: 'images/0.png' }[kind];
    const bytes = readFileSync(join(inputs, whole));
    mkdirSync(join(inputs, kind), { recursive: true });
    const commands = Array.from({ length: count }, (_, index) => {
      const name = join(kind, `${index}${whole.slice(whole.lastIndexOf('.'))}`);
      writeFileSync(join(inputs, name), (kind === 'models' ? mutateModel : mutateBytes)(bytes, random));
      if (kind === 'models') return audit(name, 'data.npz');
      return kind === 'data' ? audit('tiny.onnx', name) : ['split', name, '--out', `out-${index}`];
    });
    const found = await fates(inputs, commands);
    const crashed = found.filter(({ status }) => status === undefined);
    const worded = found.filter(({ status }) => status === 2);
    const badly = worded.filter(({ stderr }) => {
      const lines = errorsOf(stderr);
      return lines.length !== 1 || lines[0].length > 1100;
    });
    rmSync(join(inputs, 'out'), { recursive: true, force: true });
    tally(`damaged ${kind}`, {
      count,
      used: found.filter(({ status }) => status === 0).length,
      refused: worded.length,
      crashed: crashed.length,
      'badly worded': badly.length,
    });
    expect(badly.map(({ words, stderr }) => `${words[1]}: ${stderr.slice(0, 300)}`)).toEqual([]);
    expect(crashed.map(({ words, signal }) => `${words[1]}: ${signal}`)).toEqual([]);
    expect(found.filter(({ status }) => status !== undefined && status !== 0 && status !== 2)).toEqual([]);
  });
});
