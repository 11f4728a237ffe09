import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const logImports = fileURLToPath(new URL('logImports.mjs', import.meta.url));

function passband(...words: string[]) {
  return spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
}

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
  // Processor time, which other work on the machine does not stretch; a person waits about as long.
  it('answers --help in less than 200 ms', () => {
    const report = `import { writeSync } from 'node:fs';
    process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      writeSync(2, String((user + system) / 1000));
    })`;
    const times = Array.from({ length: 5 }, () => {
      const preload = ['--import', `data:text/javascript,${encodeURIComponent(report)}`];
      const { stdout, stderr } = spawnSync(process.execPath, [...preload, main, '--help'], {
        encoding: 'utf8',
      });
      expect(stdout).toContain('Usage: passband');
      return Number(stderr);
    });
    expect(Math.min(...times)).toBeLessThan(200);
  });

  it('loads no engine, image or chart library and no command for --help', () => {
    const { stderr } = spawnSync(process.execPath, ['--import', logImports, main, '--help'], {
      encoding: 'utf8',
    });
    const loaded = [...stderr.matchAll(/^loads (\S+)/gm)].map(([, url]) => url);
    expect(loaded.some((url) => url.includes('/commander/'))).toBe(true);
    expect(
      loaded.filter((url) =>
        /onnx|sharp|vega|zod|yaml|cli\/(train|measure|inspect|audit|smooth|gate|split|demo|serve|page)/.test(
          url,
        ),
      ),
    ).toEqual([]);
  });

  it('lists every command with a line', () => {
    const { stdout } = passband('--help');
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} +\\S`, 'm'));
    }
  });

  it.each([
    [['trian'], "passband: unknown command 'trian' (Did you mean train?)\n"],
    [['--hlep'], "passband: unknown option '--hlep' (Did you mean --help?)\n"],
    [['train', '--epocs', '3'], "passband: unknown option '--epocs' (Did you mean --epochs?)\n"],
    [['train', '--epochs'], "passband: option '--epochs <N>' argument missing\n"],
    [['train', 'mnist'], 'passband: too many arguments'],
    [['measure'], "passband: missing required argument 'RUN'\n"],
    [['split', '--radios', '4'], "passband: unknown option '--radios' (Did you mean --radius?)\n"],
  ])('%j is one line on stderr and exit code 2', (words, message) => {
    const { status, stdout, stderr } = passband(...words);
    expect(stderr).toContain(message);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('prints its version as package.json states it', () => {
    expect(passband('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(commands)('explains %s with an example', (command) => {
    const { status, stdout } = passband(command, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`$ passband ${command} `);
  });
});
