import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { passbandIn } from '../support/passband.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const logImports = fileURLToPath(new URL('logImports.mjs', import.meta.url));

const passband = passbandIn('.');

const commands = [
  'demo',
  'train',
  'measure',
  'inspect',
  'attack',
  'audit',
  'smooth',
  'gate',
  'split',
  'serve',
  'page',
];

describe('passband', () => {
  // What makes it answer at once.
  it('loads commander and a handful of its own files for --help, no engine and no command', () => {
    const { stderr } = spawnSync(process.execPath, ['--import', logImports, main, '--help'], {
      encoding: 'utf8',
    });
    const loaded = [...stderr.matchAll(/^loads (\S+)/gm)].map(([, url]) => url);
    expect(loaded.some((url) => url.includes('/commander/'))).toBe(true);
    const packages = loaded.filter((url) => url.includes('/node_modules/'));
    expect(packages.filter((url) => !url.includes('/commander/'))).toEqual([]);
    const own = loaded.filter((url) => !/^node:|\/node_modules\//.test(url));
    expect(
      own.filter((url) => /cli\/(train|measure|inspect|audit|smooth|gate|split|demo|serve|page)/.test(url)),
    ).toEqual([]);
    expect(own.length).toBeLessThan(16);
  });

  it('lists every command with a line', async () => {
    const { stdout } = await passband('--help');
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} +\\S`, 'm'));
    }
  });

  it('ends its process with the exit code', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'trian'], { encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      "passband: unknown command 'trian' (Did you mean train?)\n",
    ]);
  });

  it.each([
    [['trian'], "passband: unknown command 'trian' (Did you mean train?)\n"],
    [['--hlep'], "passband: unknown option '--hlep' (Did you mean --help?)\n"],
    [['train', '--epocs', '3'], "passband: unknown option '--epocs' (Did you mean --epochs?)\n"],
    [['train', '--epochs'], "passband: option '--epochs <N>' argument missing\n"],
    [['train', 'mnist'], 'passband: too many arguments'],
    [['measure'], "passband: missing required argument 'RUN'\n"],
    [['serve', '--host', ''], 'passband: --host is empty; give it a value or leave it out\n'],
    [['train', '--resume', ' '], 'passband: --resume is empty; give it a value or leave it out\n'],
    [['inspect', ''], 'passband: an argument of inspect is empty; give it a value or leave it out\n'],
    [['split', '--radios', '4'], "passband: unknown option '--radios' (Did you mean --radius?)\n"],
  ])('%j is one line on stderr and exit code 2', async (words, message) => {
    const { status, stdout, stderr } = await passband(...words);
    expect(stderr).toContain(message);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('prints its version as package.json states it', () => {
    const { stdout } = spawnSync(process.execPath, [main, '--version'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(commands)('explains %s with an example', async (command) => {
    const { status, stdout } = await passband(command, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`$ passband ${command} `);
  });
});
