import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const logImports = fileURLToPath(new URL('cli/logImports.mjs', import.meta.url));
const rooms = readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((file) => /^\w+\/index\.ts$/.test(file))
  .map((file) => file.split('/')[0]);

/** What `import 'passband/…'` loads. */
function loadedBy(room: string): string[] {
  const words = ['--import', logImports, '--input-type=module', '-e', `await import('passband/${room}')`];
  const { stderr, status } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  expect(status, stderr).toBe(0);
  return [...stderr.matchAll(/^loads (\S+)/gm)].map(([, url]) => url);
}

it.each(['spectrum', 'statistics', 'tensor', 'autodiff'])('passband/%s needs no other package', (room) => {
  const loaded = loadedBy(room);
  expect(loaded.some((url) => url.endsWith(`/dist/${room}/index.js`))).toBe(true);
  expect(loaded.filter((url) => url.includes('/node_modules/'))).toEqual([]);
});

it('the whole API has the names of every room', async () => {
  const whole = await import('passband');
  expect(rooms).toContain('workflows');
  for (const room of rooms) {
    expect(whole).toMatchObject({ ...(await import(`passband/${room}`)) });
  }
});
