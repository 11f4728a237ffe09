import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Fate, fates } from './support/fates.ts';
import { filesOf, type Job, makeJobs } from './support/jobs.ts';
import { ownFolder, startCommand } from './support/processes.ts';
import { tally } from './support/tally.ts';

let inputs: string;
let jobs: readonly Job[];

/** What may lie where a file of results is looked for. */
const hostile: Readonly<Record<string, (path: string) => void>> = {
  'a link to a file of the user': (path) => symlinkSync(join(inputs, 'victim'), path),
  'a link to nothing': (path) => symlinkSync(join(inputs, 'nothing'), path),
  'a link to a device': (path) => symlinkSync('/dev/zero', path),
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
  'a folder': (path) => mkdirSync(path),
  'an empty file': (path) => writeFileSync(path, ''),
  'a file of 300 MB that takes no room': (path) => void execFileSync('truncate', ['-s', '300M', path]),
  'deep brackets': (path) => writeFileSync(path, '['.repeat(200_000)),
  'another object': (path) =>
    writeFileSync(path, '{"schema":"\\u001b[2J\\u202e","version":1e308,"__proto__":{"status":1}}'),
  'a file of its own, cut': (path) => writeFileSync(path, kept.subarray(0, kept.length / 2)),
  'a file of its own with zeros in it': (path) =>
    writeFileSync(path, Buffer.concat([kept, Buffer.alloc(99)])),
};
let kept: Buffer;

/** The commands that read each file of results, which all must end; a lease that is none is waited for, so it is tried with one command. */
const readers: readonly {
  readonly job: string;
  readonly file: string;
  readonly words: (out: string) => string[];
}[] = [
  ...['run.json', 'history.jsonl', 'checkpoints/latest.safetensors', 'lease.json'].map((file) => ({
    ...{ job: 'train', file },
    words: (out: string) => ['train', '--resume', out],
  })),
  ...['checkpoints', 'tensorboard', 'history.csv', 'report.html', 'model.onnx'].map((file) => ({
    ...{ job: 'train', file },
    words: (out: string) => ['train', '--resume', out],
  })),
  ...['run.json', 'checkpoints/latest.safetensors'].map((file) => ({
    ...{ job: 'train', file },
    words: (out: string) => ['measure', out, '--radius', '4'],
  })),
  ...['run.json', 'history.jsonl'].map((file) => ({
    ...{ job: 'train', file },
    words: (out: string) => ['compare', out, out, '--out', join(inputs, 'compared.html')],
  })),
  ...['run.json', 'model.onnx'].map((file) => ({
    ...{ job: 'train', file },
    words: (out: string) => ['inspect', out],
  })),
  ...['audit.json', 'audit.html'].map((file) => ({
    ...{ job: 'audit', file },
    words: (out: string) => ['audit', '--resume', out],
  })),
  {
    job: 'audit',
    file: 'audit.json',
    words: (out) => ['gate', join(out, 'audit.json'), '--baseline', join(out, 'audit.json')],
  },
  ...['attack.json', 'adversarial.npz', 'parts'].map((file) => ({
    ...{ job: 'attack', file },
    words: (out: string) => ['attack', '--resume', out],
  })),
];

beforeAll(async () => {
  inputs = ownFolder();
  jobs = await makeJobs(inputs);
  writeFileSync(join(inputs, 'victim'), 'mine');
  for (const name of ['train', 'audit', 'attack']) {
    const { code, stderr } = await startCommand(
      jobs.find((job) => job.name === name)!.words(join(inputs, name)),
    ).ended;
    expect(code, stderr).toBe(0);
  }
});

describe('a folder of results from somebody else', () => {
  it('hangs no command, changes nothing outside and is refused in one line or used', async () => {
    const before = filesOf(join(inputs, 'images'));
    const commands = readers.flatMap(({ job, file, words }, reader) =>
      Object.entries(hostile).map(([, lay], kind) => {
        const out = join(inputs, `${job}-${reader}-${kind}`);
        cpSync(join(inputs, job), out, { recursive: true });
        const path = join(out, file);
        try {
          kept = readFileSync(path);
        } catch {
          kept = Buffer.from('{}');
        }
        rmSync(path, { recursive: true, force: true });
        lay(path);
        return words(out);
      }),
    );
    const found: Fate[] = await fates(inputs, commands);
    const say = ({ words, stderr, signal, status }: Fate) =>
      `${words.slice(0, 3).join(' ')}: ${status ?? signal} ${stderr.slice(0, 300)}`;
    const crashed = found.filter(({ status }) => status !== 0 && status !== 2);
    const badly = found.filter(({ status, stderr }) => {
      const lines = errorsOf(stderr);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
      const isUnsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(stderr);
      return isUnsafe || (status === 2 && (lines.length !== 1 || lines[0].length > 1100));
    });
    tally('hostile folders', {
      count: found.length,
      used: found.filter(({ status }) => status === 0).length,
      refused: found.filter(({ status }) => status === 2).length,
      'crashed or hung': crashed.length,
      'badly worded': badly.length,
    });
    for (const one of [...crashed, ...badly]) process.stdout.write(`${say(one)}\n`);
    expect(crashed.map(say)).toEqual([]);
    expect(badly.map(say)).toEqual([]);
    expect(readFileSync(join(inputs, 'victim'), 'utf8')).toBe('mine');
    expect(filesOf(join(inputs, 'images'))).toEqual(before);
  });
});
