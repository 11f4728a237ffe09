import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { type BundledPackage, packagesOf } from './packagesOf.ts';

/** Name of the file, beside the page, to which its foot leads. */
const FILE = 'third-party-notices.txt';

const RULE = '-'.repeat(80);

/** Licences that packages name without giving the text, by their SPDX identifiers. */
const standardTexts = ['Apache-2.0', 'MIT'] as const;

/** What the authors of a package ask to be said beside its licence. */
const more: Readonly<Record<string, (version: string) => string>> = {
  'onnxruntime-web': (version) =>
    `Its WebAssembly contains libraries of others, whose notices are at\nhttps://github.com/microsoft/onnxruntime/blob/v${version}/ThirdPartyNotices.txt`,
};

/**
 * Writes the licences of all packages of which the page or one of its workers contains a part, as the packages bring them.
 *
 * @returns the plugin of the page, and that of its workers, which are bundled before the page is
 * @throws Error where a package brings no licence and names none of which the text is here
 */
export function notices(): { page: Plugin; worker: Plugin } {
  const modules = new Set<string>();
  const collect: Plugin['generateBundle'] = (_, bundle) => {
    for (const output of Object.values(bundle)) {
      if (output.type === 'chunk') for (const id of output.moduleIds) modules.add(id);
    }
  };
  return {
    worker: { name: 'collect-notices', generateBundle: collect },
    page: {
      name: 'write-notices',
      generateBundle(options, bundle, isWrite) {
        collect.call(this, options, bundle, isWrite);
        this.emitFile({ type: 'asset', fileName: FILE, source: noticesText(packagesOf(modules)) });
      },
    },
  };
}

function noticesText(packages: readonly BundledPackage[]): string {
  const used = standardTexts.filter((name) => packages.some((bundled) => standardOf(bundled).includes(name)));
  return [
    'Passband',
    '',
    fileText('../../LICENSE'),
    '',
    'The page contains parts of the packages below, under the licences that stand with them.',
    ...packages.map(packageText),
    ...used.map((name) => `${RULE}\n${name}\n\n${fileText(`./${name}.txt`)}`),
    '',
  ].join('\n');
}

function packageText(bundled: BundledPackage): string {
  const { name, version, licence, texts } = bundled;
  const own = [more[name]?.(version) ?? [], texts.length > 0 ? texts : withoutText(bundled)].flat();
  return [RULE, `${name} ${version} (${licence})`, ...own.flatMap((text) => ['', text])].join('\n');
}

/** What there is to say of a package that names its licence alone. */
function withoutText(bundled: BundledPackage): string[] {
  const { name, licence, author, headers } = bundled;
  const names = standardOf(bundled);
  if (names.length === 0)
    throw new Error(`${name}: brings no licence, and the text of ${licence} is not in web/notices/`);
  const owner = headers.some((header) => /copyright/i.test(header))
    ? []
    : [`Copyright (c) ${author ?? name}`];
  return [...headers, ...owner, `The text of ${names.join(' and of ')} is at the end.`];
}

const standardOf = ({ licence, texts }: BundledPackage) =>
  texts.length > 0 ? [] : standardTexts.filter((name) => licence.includes(name));

const fileText = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8').trimEnd();
