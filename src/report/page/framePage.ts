import { coloursOf } from '../theme/theme.ts';
import { html } from './html.ts';
import { page, type Served } from './page.ts';

const sheet = `
html,body{height:100%}
body{display:flex;flex-direction:column;max-width:none;padding:0}
.served p{margin:.75rem 1.25rem}
h1{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
main{display:flex;flex:1;min-height:0}
iframe{flex:1;border:0}
`;

export interface FramePageOptions {
  /** What the document is called, of which nothing is read. */
  readonly title: string;
  /** Of the document, on the same server. */
  readonly address: string;
  readonly served: Served;
}

/**
 * A page of a server's own around a document that may come from anyone. The sandbox keeps the document's scripts from this page, its
 * address and all others; the page's policy keeps the frame from being led to another host, by whatever means.
 */
export function framePage({ title, address, served }: FramePageOptions): string {
  const body = html`<main>
<h1>${title}</h1>
<iframe title="${title}" src="${address}" sandbox="allow-scripts allow-downloads" referrerpolicy="no-referrer" autofocus></iframe>
</main>`;
  return page(body, { title: `${title} · Passband`, colours: coloursOf(1), sheet, served, hasFrame: true });
}
