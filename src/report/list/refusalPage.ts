import { commandLine } from '../page/definitions.ts';
import { html } from '../page/html.ts';
import { page } from '../page/page.ts';
import type { PageLink } from '../page/servedBar.ts';
import { coloursOf } from '../theme/theme.ts';

export interface RefusalPageOptions {
  /** What is wrong, in a sentence. */
  readonly error: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** A command that helps. */
  readonly command?: string | undefined;
  readonly links: readonly PageLink[];
}

/** The page of an address that a server has nothing for; text from outside (the address) is escaped. */
export function refusalPage({ error, advice, command, links }: RefusalPageOptions): string {
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
</header>
<main>
<h1>${error}</h1>
<p>${advice}</p>
${command === undefined ? '' : commandLine(command)}
</main>`;
  return page(body, { title: `${error} · Passband`, colours: coloursOf(1), served: { links } });
}
