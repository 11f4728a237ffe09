import type { PageLink } from '../report/page/servedBar.ts';
import type { FoundResult } from './results/findResults.ts';

/** The way from a page to the first one of the server, which is that for single images where there are no results. */
export function homeLink(root: string, hasResults: boolean): PageLink {
  return { text: hasResults ? '← All results' : '← Single images', href: root };
}

/**
 * Links to the page for single images, with each model that a result has.
 *
 * @param segments names of the result's folder below that of all results
 * @param lens address of the page for single images
 */
export function modelLinks(
  { kind, files }: Pick<FoundResult, 'kind' | 'files'>,
  segments: readonly string[],
  lens: string,
): PageLink[] {
  const link = (file: string, model: string): PageLink => ({
    text: `Look at single images with ${model}`,
    href: `${lens}#${new URLSearchParams({ model: 'result', result: [...segments, file].join('/') })}`,
  });
  if (kind.kind === 'run') return files.has('model.onnx') ? [link('model.onnx', 'this model')] : [];
  if (kind.kind !== 'smoothing') return [];
  return [...files]
    .filter((name) => name.endsWith('.onnx') && !name.startsWith('.'))
    .toSorted(new Intl.Collator('en', { numeric: true }).compare)
    .map((name) => link(name, name.replace(/\.onnx$/, '')));
}
