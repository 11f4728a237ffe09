import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startServer } from '../server/startServer.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const web = join(root, 'dist/web');
const notices = readFileSync(join(web, 'third-party-notices.txt'), 'utf8');

/** A section for each package: its title's name, and all of it. */
const sections = new Map(
  notices
    .split(/^-{80}\n/m)
    .slice(1)
    .map((section) => [section.split(/[ \n]/, 1)[0], section]),
);

/** Packages that the sources of the page name. */
function imported(): string[] {
  const names = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/vite\.config|^notices/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, 'web', file), 'utf8');
      return [...text.matchAll(/^import (?!type)[^;]*? from '([^'.]+)'|\bimport\('([^'.][^']*)'\)/gm)];
    })
    .map(([, one, other]) => (one ?? other).match(/^(?:@[^/]+\/)?[^/]+/)![0]);
  return [...new Set(names)].filter((name) => !name.startsWith('node:'));
}

describe("the page's notices of what it is made of", () => {
  it.each([
    ...imported(),
    // What the packages above and the files of src/ bring along.
    ...['vega', 'vega-lite', 'vega-interpreter', 'vega-scale', 'd3-array', 'd3-scale', 'zod'],
    ...['onnx-buf', '@bufbuild/protobuf', '@preact/signals-core'],
  ])('have the licence of %s', (name) => {
    expect([...sections.keys()]).toContain(name);
    expect(sections.get(name)).toMatch(/copyright/i);
    expect(sections.get(name)!.length).toBeGreaterThan(150);
  });

  it('have the text of each licence that a package names alone', () => {
    for (const name of ['MIT', 'Apache-2.0']) {
      expect(notices).toContain(`The text of ${name} is at the end.`);
      expect(sections.get(name)!.length).toBeGreaterThan(900);
    }
    expect(sections.get('onnxruntime-web')).toContain('ThirdPartyNotices.txt');
  });

  it('are sent by a server, and found from the foot of the page', async () => {
    const { url } = await startServer({ web });
    const page = await (await fetch(`${url}/lens/`)).text();
    const [, script] = page.match(/<script type="module"[^>]* src="([^"]+)"/)!;
    expect(await (await fetch(new URL(script, `${url}/lens/`))).text()).toContain(
      './third-party-notices.txt',
    );
    const sent = await fetch(`${url}/lens/third-party-notices.txt`);
    expect(sent.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await sent.text()).toBe(notices);
  });
});
