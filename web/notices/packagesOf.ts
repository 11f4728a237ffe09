import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Its licence's SPDX identifier, or an expression of several. */
  readonly licence: string;
  readonly author: string | undefined;
  /** Its own files about licences. */
  readonly texts: readonly string[];
  /** What its bundled sources say of copyright in their first lines, each once. */
  readonly headers: readonly string[];
}

/** The packages of which modules are part, by name. */
export function packagesOf(modules: Iterable<string>): BundledPackage[] {
  const sources = new Map<string, string[]>();
  for (const id of modules) {
    // Before a query, such as `?url`, and behind the mark of modules that a plugin makes.
    const [path] = id.replace(/^\0/, '').replaceAll('\\', '/').split('?');
    const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    if (folder !== undefined) sources.set(folder, [...(sources.get(folder) ?? []), path]);
  }
  return [...sources]
    .map(([folder, paths]) => packageAt(folder, paths))
    .toSorted((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1));
}

const titleOf = ({ name, version }: BundledPackage) => `${name} ${version}`;

function packageAt(folder: string, paths: readonly string[]): BundledPackage {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const headers = paths.filter((path) => /\.[cm]?js$/.test(path)).flatMap(headerOf);
  return {
    ...{ name, version, licence: license ?? 'no licence named' },
    author: typeof author === 'object' ? author.name : author,
    texts: files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim()),
    headers: [...new Set(headers)],
  };
}

/** The comment with which a source begins, where it speaks of copyright or licences; without what a tool says of itself. */
function headerOf(path: string): string[] {
  const found = /^\s*(?:\/\*[\s\S]*?\*\/|(?:\/\/[^\n]*\n\s*)+)/.exec(readFileSync(path, 'utf8'));
  if (!found) return [];
  const text = found[0]
    .replace(/^\s*(?:\/\*[*!]?|\*\/|\*|\/\/) ?|\*\/\s*$/gm, '')
    .split('\n@')[0]
    .trim();
  return /copyright|licen[cs]e/i.test(text) ? [text] : [];
}
