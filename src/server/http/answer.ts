import type { Served } from '../../report/page/page.ts';

/** What a request gets; `sendAnswer` sends it. */
export type Answer =
  | { readonly html: string; readonly status?: number }
  | { readonly redirect: string }
  /**
   * A file at a path without links (`insideFolder`), which is looked at again when it is opened; what is inserted comes after the
   * start of an HTML file's head.
   */
  | { readonly file: string; readonly policy: FilePolicy; readonly inserted?: string }
  /** A stream of events, one each time that the fingerprint that is told is another one; what is returned ends the telling. */
  | { readonly follow: (tell: (fingerprint: string) => void) => () => void };

/** Why a request gets nothing of what it asked for: a page says it. */
export interface Refusal {
  readonly status: number;
  /** One sentence; names things as the address does, and no path of the server's. */
  readonly error: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** A command that helps. */
  readonly command?: string;
}

/**
 * `page`: a part of the page that comes with Passband. `result`: a file of a result's folder, which anyone may have made. `framed`: a
 * document of such a folder, in a frame of the server's.
 */
export type FilePolicy = 'page' | 'result' | 'framed';

/** How a page of the server leads to its other pages. */
export type ServedContext = Required<Served>;

/** @param path of the request, without what stands before every path */
export function nothingAt(path: readonly string[]): Refusal {
  return {
    error: `There is nothing at ‘${path.join('/')}’.`,
    advice: 'It may have been moved or deleted since the link to it was made.',
    status: 404,
  };
}
