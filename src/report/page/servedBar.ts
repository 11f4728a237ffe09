import { html, type SafeHtml } from './html.ts';

/** A link of a page that a server shows, to something else that it shows. */
export interface PageLink {
  readonly text: string;
  readonly href: string;
}

/** Links above a page that a server shows; a file that opens offline has none. */
export function servedBar(links: readonly PageLink[]): SafeHtml {
  if (links.length === 0) return html``;
  const items = links.map(({ text, href }, at) => html`${at > 0 ? ' · ' : ''}<a href="${href}">${text}</a>`);
  return html`<nav class="served" aria-label="Other pages"><p class="quiet">${items}</p></nav>
`;
}
