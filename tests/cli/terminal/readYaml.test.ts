import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readYaml } from '#passband/cli/terminal/readYaml.ts';
import { temporaryFolder, writeFiles } from '../../support/dataFiles.ts';

function read(content: string): unknown {
  const folder = temporaryFolder();
  writeFiles(folder, { 'a.yaml': content });
  return readYaml(join(folder, 'a.yaml'));
}

it.each([
  ['\ufeffepochs: 3\n', { epochs: 3 }],
  ['\ufeff{"epochs": 3}', { epochs: 3 }],
  ['', null],
])('reads %j', (content, value) => {
  expect(read(content)).toEqual(value);
});

it.each([
  ['learning-rate: .inf\n', /a\.yaml: numbers must be finite, got \.inf$/],
  ['"lfc@8": [">=", -.INF]\n', /a\.yaml: numbers must be finite, got -\.INF$/],
  ['epochs: .nan\n', /a\.yaml: numbers must be finite, got \.nan$/],
  ['epochs: 1e999\n', /a\.yaml: numbers must be finite, got 1e999$/],
  ['epochs: !count 3\n', /a\.yaml: Unresolved tag: !count at line 1, column 9$/],
  ['%YAML 7.1\n---\nepochs: 3\n', /a\.yaml: Unsupported YAML version 7\.1 at line 1, column 7$/],
  ['epochs: 3\nepochs: 4\n', /a\.yaml: Map keys must be unique at line 2, column 1$/],
  ['a: 1\n---\nb: 2\n', /a\.yaml: it must be one document, without a line of ---$/],
])('refuses %j in one line', (content, message) => {
  expect(() => read(content)).toThrow(message);
});

it('warns of nothing in words of its parser', async () => {
  const warned: string[] = [];
  const listen = ({ message }: Error) => warned.push(message);
  process.on('warning', listen);
  onTestFinished(() => void process.off('warning', listen));
  read('? [a, b]\n: 1\n');
  expect(() => read('a: !b 1\n')).toThrow('Unresolved tag');
  await new Promise(setImmediate);
  expect(warned).toEqual([]);
});
