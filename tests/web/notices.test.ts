import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const notices = readFileSync(join(root, 'dist/web/third-party-notices.txt'), 'utf8');

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
});
