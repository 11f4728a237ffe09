import type { TopLevelSpec } from 'vega-lite';
import { dataOf, type FigureData, type FigureTable } from '../charts/figureData.ts';
import { renderSvg } from '../charts/renderSvg.ts';
import { type Colour, themed } from '../theme/theme.ts';
import { dataLinks } from './dataLinks.ts';
import { escapeHtml, html, SafeHtml } from './html.ts';

/** From a chart's own pixels to the page's: all charts of a page have letters of one size. */
const SCALE = 1.15;
const PIXELS_PER_REM = 16;

export interface FigureOptions {
  /** Read to people who cannot see the picture; the files of its data are named after it. */
  readonly description: string;
  readonly colours: readonly Colour[];
  readonly caption?: string | SafeHtml;
  /** The script shows the values of what has marks. */
  readonly data?: (FigureTable & Partial<Pick<FigureData, 'marks'>>) | undefined;
  /** What of the picture `data` is, and what else it shows. */
  readonly parts?: { readonly data: string; readonly others: Readonly<Record<string, FigureTable>> };
  /** Whether it is wider than a column: on narrow screens it then scrolls by itself. */
  readonly isWide?: boolean;
}

/** A chart under its caption, in the page's colours, with its data. */
export async function chartFigure(
  caption: string | SafeHtml,
  spec: TopLevelSpec,
  colours: readonly Colour[],
): Promise<SafeHtml> {
  const description = String(spec.description);
  return pictureFigure(await renderSvg(spec), {
    description,
    colours,
    caption,
    data: dataOf(spec),
  });
}

/**
 * A drawing in the page's colours. The page's script shows the values of its data under the pointer.
 *
 * @param svg in the theme's light colours
 */
export function pictureFigure(
  svg: string,
  { description, colours, caption, data, parts, isWide = false }: FigureOptions,
): SafeHtml {
  const picture = new SafeHtml(themed(sized(asPicture(svg, description), isWide), colours));
  const marks = data?.marks ? html` data-marks="${JSON.stringify(data.marks)}"` : '';
  const plot = html`<div class="plot"${marks}>${picture}</div>`;
  return html`<figure>${caption ? html`<figcaption>${caption}</figcaption>` : ''}${
    isWide
      ? html`<div class="scroll wide" tabindex="0" role="region" aria-label="${description}">${plot}</div>`
      : plot
  }${data ? dataLinks(data, description, parts?.data) : ''}${Object.entries(parts?.others ?? {}).map(([of, table]) => dataLinks(table, `${description} of ${of}`, of))}</figure>`;
}

/** Its width in the page's letters, which grow on large screens, or that of the page; the height follows. */
function sized(svg: string, isWide: boolean): string {
  return svg.replace(/<svg\b[^>]*>/, (tag) =>
    tag
      .replace(/ height="[\d.]+"/, '')
      .replace(/ width="([\d.]+)"/, (_, width) =>
        isWide ? '' : ` width="${((SCALE * width) / PIXELS_PER_REM).toFixed(2)}rem"`,
      ),
  );
}

/** To a screen reader one picture in words instead of hundreds of marks; a drawing with words of its own keeps them. */
function asPicture(svg: string, description: string): string {
  if (svg.match(/<svg\b[^>]*>/)?.[0].includes(' role="img"')) return svg;
  return svg
    .replace(/<\w[^>]*>/g, (tag) => tag.replace(/ (role|aria-[a-z]+)="[^"]*"/g, ''))
    .replace(/<svg\b[^>]*(?=>)/, (tag) => `${tag} role="img" aria-label="${escapeHtml(description)}"`);
}
