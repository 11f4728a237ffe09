import { html, type SafeHtml } from './html.ts';

/** One part of a long page. */
export interface PageSection {
  /** Its address in the page. */
  readonly id: string;
  readonly title: string;
  /** Its findings and how they were made, below the title. */
  readonly body: SafeHtml;
}

/** Sections one below the other, after a list of links to them. */
export function pageSections(sections: readonly PageSection[]): SafeHtml {
  const links = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  const parts = sections.map(
    ({ id, title, body }) =>
      html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${body}</section>
`,
  );
  return html`<nav aria-label="Sections"><ul>${links}</ul></nav>
${parts}`;
}
