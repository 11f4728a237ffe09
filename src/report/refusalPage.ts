import { html } from './html.ts';
import { page } from './page.ts';
import type { PageLink } from './servedBar.ts';
import { coloursOf } from './theme.ts';

export interface RefusalPageOptions {
  /** What is wrong, in a sentence. */
  readonly error: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  readonly links: readonly PageLink[];
}

/** The page of an address that a server has nothing for; text from outside (the address) is escaped. */
export function refusalPage({ error, advice, links }: RefusalPageOptions): string {
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
</header>
<main>
<h1>${error}</h1>
<p>${advice}</p>
</main>`;
  return page(body, { title: `${error} · Passband`, colours: coloursOf(1), served: { links } });
}
