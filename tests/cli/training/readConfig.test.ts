import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addFlags } from '#passband/cli/terminal/flags.ts';
import { configFlags } from '#passband/cli/training/configFlags.ts';
import { readConfig } from '#passband/cli/training/readConfig.ts';
import { configSchema } from '#passband/training/config/config.ts';
import { flagOf } from '#passband/wording/shellCommand.ts';
import { UserError } from '#passband/wording/userError.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-config-'));

function fileWith(content: string, name = 'run.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('readConfig', () => {
  it('has a flag for every key and no others', () => {
    expect(Object.keys(configFlags).sort()).toEqual(Object.keys(configSchema.shape).sort());
    expect(flagOf('learningRate')).toBe('--learning-rate');
  });

  it('explains both sides of a switch in words', () => {
    const command = new Command();
    addFlags(command, configFlags);
    const help = command.helpInformation().replace(/\s+/g, ' ');
    expect(help).toContain('--no-tensorboard do not write TensorBoard event files');
    expect(help).toContain('--no-augment do not pad, crop and flip the training images');
    expect(help).toContain('--no-adversarial-random-start start the attack at the image itself');
    expect(help).toContain('--no-batch-norm no batch normalisation');
  });

  it('turns flags into values of their kind', () => {
    const given = readConfig({
      dataset: 'mnist',
      epochs: '3',
      learningRate: '1e-3',
      radius: '4, 8,12.5',
      batchNorm: true,
      dropout: false,
      limit: '500',
    });
    expect(given).toEqual({
      dataset: 'mnist',
      epochs: 3,
      learningRate: 1e-3,
      radius: [4, 8, 12.5],
      batchNorm: true,
      dropout: false,
      limit: 500,
    });
  });

  it('reads YAML and JSON, with keys as in run.json or as on the command line', () => {
    const yaml = fileWith('dataset: mnist\nlearning-rate: 0.01\nbatchNorm: true\nradius: [4, 8]\n');
    const expected = { dataset: 'mnist', learningRate: 0.01, batchNorm: true, radius: [4, 8] };
    expect(readConfig({}, yaml)).toEqual(expected);
    expect(readConfig({}, fileWith(JSON.stringify(expected), 'run.json'))).toEqual(expected);
    expect(readConfig({}, fileWith('radius: 8'))).toEqual({ radius: [8] });
  });

  it('lets flags win over the file', () => {
    const file = fileWith('dataset: mnist\nseed: 3\nbatchNorm: true\n');
    expect(readConfig({ seed: '4', batchNorm: false }, file)).toEqual({
      dataset: 'mnist',
      seed: 4,
      batchNorm: false,
    });
  });

  it.each([
    [{ epochs: '0' }, '--epochs must be a whole number ≥ 1, got 0'],
    [{ epochs: '2.5' }, '--epochs must be a whole number ≥ 1, got 2.5'],
    [{ epochs: '' }, '--epochs must be a whole number ≥ 1, got '],
    [{ learningRate: 'fast' }, '--learning-rate must be a number > 0, got fast'],
    [{ radius: '4,,8' }, '--radius must be numbers ≥ 0 with commas between them, got 4,,8'],
    [{ radius: '-4' }, '--radius must be numbers ≥ 0 with commas between them, got -4'],
    [{ shuffleLabels: '1.5' }, '--shuffle-labels must be a number in [0, 1], got 1.5'],
    [
      { optimizer: 'adm' },
      '--optimizer must be one of sgd, adam, adagrad, adadelta, rmsprop, got adm (did you mean adam?)',
    ],
  ])('refuses %o with the rule and the value', (flags, message) => {
    expect(() => readConfig(flags)).toThrow(new RegExp(`^${message.replace(/[[\]()?.]/g, '\\$&')}$`));
  });

  it.each([
    ['epocs: 3', "unknown key 'epocs' (did you mean epochs?)"],
    ['learning-rat: 3', "unknown key 'learning-rat' (did you mean learningRate?)"],
    ['frequency: 3', "unknown key 'frequency'"],
    ['epochs: many', 'epochs must be a whole number ≥ 1, got many'],
    ['- epochs', 'a configuration is a list of lines such as "epochs: 10"'],
    ['epochs: [3', 'Flow sequence'],
  ])('refuses a file with %o and names the file', (content, message) => {
    const file = fileWith(content);
    expect(() => readConfig({}, file)).toThrow(message);
    expect(() => readConfig({}, file)).toThrow(file);
  });

  it('refuses a file that is not there in one line', () => {
    const missing = join(folder, 'none.yaml');
    expect(() => readConfig({}, missing)).toThrow(
      new UserError(`${missing}: cannot be read: there is no such file`),
    );
    expect(() => readConfig({}, folder)).toThrow(
      new UserError(`${folder}: must be a regular file, it is a folder; name a file`),
    );
  });
});
