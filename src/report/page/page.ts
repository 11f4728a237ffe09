import type { Colour } from '../theme/theme.ts';
import { themeSheet } from '../theme/themeSheet.ts';
import { hashSource } from './hashSource.ts';
import { html, SafeHtml } from './html.ts';
import { layoutSheet } from './layoutSheet.ts';
import { pageScript } from './pageScript.ts';
import { type PageLink, servedBar } from './servedBar.ts';

/** What a page has that a server shows; a file that opens offline has none of it. */
export interface Served {
  /** Address of the module that keeps the page up to date while its server runs. */
  readonly liveScript?: string;
  /** To other pages of the server, above this one. */
  readonly links: readonly PageLink[];
}

export interface PageOptions {
  readonly title: string;
  readonly colours: readonly Colour[];
  /** Rules for this kind of page alone. */
  readonly sheet?: string;
  readonly served?: Served | undefined;
  /** Whether it has a frame, which its policy then keeps on the page's own server. */
  readonly hasFrame?: boolean;
}

const pageEnd = 'end-of-page';

/** Painted piece by piece, two charts side by side would move as the second one arrives; browsers without `expect` do so. */
const shownWhole = `<link rel="expect" href="#${pageEnd}" blocking="render">`;

/**
 * One self-contained page: it opens offline, loads nothing, and its security policy allows nothing but its own style
 * sheet, its own script and the pictures inside it, and what its server has for it where it is `served`.
 *
 * @returns the HTML file's text
 */
export function page(
  body: SafeHtml,
  { title, colours, sheet = '', served, hasFrame = false }: PageOptions,
): string {
  const style = `${themeSheet(colours)}\n${layoutSheet}${sheet}`;
  const script = pageScript();
  const liveScript = served?.liveScript;
  const policy = [
    `default-src 'none'; img-src data:; style-src '${hashSource(style)}'; script-src '${hashSource(script)}'${liveScript === undefined ? '' : " 'self'; connect-src 'self'"}`,
    `base-uri 'none'; form-action ${served ? "'self'" : "'none'"}${hasFrame ? "; frame-src 'self'" : ''}`,
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new SafeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Passband">
<title>${title}</title>
${new SafeHtml(shownWhole)}
<style>${new SafeHtml(style)}</style>
${served ? html`<link rel="icon" href="data:,">` : ''}${liveScript === undefined ? '' : html`<script type="module" src="${liveScript}"></script>`}
</head>
<body>
${servedBar(served?.links ?? [])}${body}
<script id="${pageEnd}">${new SafeHtml(script)}</script>
</body>
</html>
`.text;
}
