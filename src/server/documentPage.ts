import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { framePage } from '../report/page/framePage.ts';
import { framedAddress } from './framed.ts';
import type { Answer, ServedContext } from './http/answer.ts';
import type { Place } from './place.ts';

/**
 * The page that shows a document of a result in a frame, with the links that one needs to get away from it.
 *
 * @param file where the document is
 * @param below names of its folder and its own, below the folder of all results
 */
export async function documentPage(
  file: string,
  below: readonly string[],
  { runs, root, token }: Place,
  served: ServedContext,
): Promise<Answer> {
  const { mtimeMs, size } = await lstat(file);
  const name = below.at(-1)!;
  const save = { text: `Save ${name}`, href: `${encodeURIComponent(name)}?save` };
  return {
    html: framePage({
      title: below.slice(0, -1).join('/') || basename(runs),
      // A document that was written again is another one to the page, which then loads it.
      address: `${framedAddress(root, below, token)}?${mtimeMs}-${size}`,
      served: { ...served, links: [...served.links, save] },
    }),
  };
}
