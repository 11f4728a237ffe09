import type { TopLevelSpec } from 'vega-lite';
import { html, SafeHtml } from './html.ts';
import { renderSvg } from './renderSvg.ts';
import { type Colour, themed } from './theme.ts';

/** From a chart's own pixels to the page's: all charts of a page have letters of one size. */
const SCALE = 1.15;

/** A chart under its caption, in the page's colours. */
export async function chartFigure(
  caption: string | SafeHtml,
  spec: TopLevelSpec,
  colours: readonly Colour[],
): Promise<SafeHtml> {
  const svg = new SafeHtml(enlarged(themed(await renderSvg(spec), colours)));
  return html`<figure><figcaption>${caption}</figcaption>${svg}</figure>`;
}

/** A picture that is wider than a column: on narrow screens it scrolls by itself. */
export function wideFigure(svg: string, colours: readonly Colour[]): SafeHtml {
  return html`<div class="scroll" tabindex="0">${new SafeHtml(themed(svg, colours))}</div>`;
}

function enlarged(svg: string): string {
  return svg.replace(/<svg\b[^>]*>/, (tag) =>
    tag.replace(
      / (width|height)="([\d.]+)"/g,
      (_, side, length) => ` ${side}="${Math.round(SCALE * length)}"`,
    ),
  );
}
