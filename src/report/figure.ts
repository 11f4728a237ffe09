import type { TopLevelSpec } from 'vega-lite';
import { html, SafeHtml } from './html.ts';
import { renderSvg } from './renderSvg.ts';
import { type Colour, themed } from './theme.ts';

/** A chart under its caption, in the page's colours. */
export async function chartFigure(
  caption: string | SafeHtml,
  spec: TopLevelSpec,
  colours: readonly Colour[],
): Promise<SafeHtml> {
  const svg = new SafeHtml(themed(await renderSvg(spec), colours));
  return html`<figure><figcaption>${caption}</figcaption>${svg}</figure>`;
}

/** A picture that is wider than a column: on narrow screens it scrolls by itself. */
export function wideFigure(svg: string, colours: readonly Colour[]): SafeHtml {
  return html`<div class="scroll" tabindex="0">${new SafeHtml(themed(svg, colours))}</div>`;
}
