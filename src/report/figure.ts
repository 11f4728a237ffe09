import type { TopLevelSpec } from 'vega-lite';
import { escapeHtml, html, SafeHtml } from './html.ts';
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
  const svg = new SafeHtml(asPicture(themed(await renderSvg(spec), colours), String(spec.description)));
  return html`<figure><figcaption>${caption}</figcaption>${svg}</figure>`;
}

/** A picture that is wider than a column: on narrow screens it scrolls by itself. */
export function wideFigure(
  svg: string,
  { label, colours }: { readonly label: string; readonly colours: readonly Colour[] },
): SafeHtml {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${new SafeHtml(themed(svg, colours))}</div>`;
}

/** Enlarged, and to a screen reader one picture in words instead of hundreds of marks. */
function asPicture(svg: string, description: string): string {
  return svg.replace(/<svg\b[^>]*>/, (tag) =>
    tag
      .replace(/ (width|height)="([\d.]+)"/g, (_, side, length) => ` ${side}="${Math.round(SCALE * length)}"`)
      .replace(/>$/, () => ` role="img" aria-label="${escapeHtml(description)}">`),
  );
}
