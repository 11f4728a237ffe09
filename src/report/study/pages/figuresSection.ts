import { percent, shownText } from '../../../wording/format.ts';
import { dataTable } from '../../page/dataTable.ts';
import { pictureFigure } from '../../page/figure.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import type { Colour } from '../../theme/theme.ts';
import { curveName, descriptionOf, drawFigure } from '../figures/figureSvg.ts';
import type { StudyFigure, StudyPicture } from '../studyRecord.ts';

/** Figures with their data. */
export function figuresSection(
  figures: readonly StudyFigure[],
  { seeds, colours }: { readonly seeds: number; readonly colours: readonly Colour[] },
): PageSection {
  const drawn = figures.map((figure) => {
    const { svg, data } = drawFigure(figure, { seeds });
    const { id, title, caption, paper, spread, panels } = figure;
    const picture = pictureFigure(svg, {
      ...{ description: descriptionOf(figure), colours, data },
      caption: `${caption} ${figure.kind === 'bars' ? 'Whiskers' : 'Intervals'}: ${spread}.`,
      isWide: panels.length > 1,
    });
    return html`<div class="shown" id="figure-${id}">${heading(title, paper)}
${picture}${lastValues(figure)}</div>
`;
  });
  return { id: 'figures', title: 'Figures', body: html`${drawn}` };
}

/** Pictures, each as an image, in which nothing runs and from which nothing leads out. */
export function picturesSection(
  pictures: readonly StudyPicture[],
  drawings: Readonly<Record<string, string>>,
): PageSection | null {
  const known = pictures.filter(({ id }) => Object.hasOwn(drawings, id));
  if (known.length === 0) return null;
  const shown = known.map(({ id, title, caption, paper, width, height }) => {
    const address = `data:image/svg+xml;base64,${Buffer.from(drawings[id]).toString('base64')}`;
    return html`<div class="shown" id="picture-${id}">${heading(title, paper)}
<figure><figcaption>${caption}</figcaption><div class="scroll" tabindex="0" role="region" aria-label="${title}"><img class="picture" src="${address}" alt="${title}: ${caption}" width="${width}" height="${height}"></div></figure></div>
`;
  });
  return { id: 'pictures', title: 'Pictures', body: html`${shown}` };
}

/** A title, and what of the paper it is beside. */
export function heading(title: string, paper: string | null): SafeHtml {
  return html`<h3>${title}${paper === null ? '' : html` <small>the paper’s ${paper}</small>`}</h3>`;
}

/** The numbers at the curves' ends, or over each category, for people who read them rather than look. */
function lastValues(figure: StudyFigure): SafeHtml {
  const { kind, x, y, panels } = figure;
  const shown = ({ value, low, high }: { value: number; low: number | null; high: number | null }) => {
    const range =
      low === null || high === null
        ? ''
        : y.unit === 'share'
          ? `${percent(low)} to ${percent(high)}`
          : `${low.toPrecision(3)} to ${high.toPrecision(3)}`;
    return html`${shownText(value, y.unit)}${range === '' ? '' : html`<small>${range}</small>`}`;
  };
  const curves = panels.flatMap((panel) =>
    panel.curves.map((curve) => ({
      ...curve,
      name: curveName(figure, panel.title, curve.name),
    })),
  );
  if (curves.length === 0) return html``;
  const isOver = kind === 'bars' || x.kind === 'category';
  const categories =
    x.kind === 'category'
      ? x.categories
      : [...new Set(curves.flatMap(({ points }) => points.map((p) => String(p.x))))];
  const table = isOver
    ? dataTable({
        caption: `${y.title} by ${x.title}`,
        head: ['', ...categories],
        rows: curves.map(({ name, points }) => ({
          name,
          cells: categories.map((category, at) => {
            const point = points.find((one) =>
              x.kind === 'category' ? one.x === at : String(one.x) === category,
            );
            return point ? shown(point) : '–';
          }),
        })),
      })
    : dataTable({
        caption: `${y.title} at the last ${x.title}`,
        head: ['', x.title, y.title],
        rows: curves.map(({ name, points }) => {
          const last = points[points.length - 1];
          return { name, cells: [String(last.x), shown(last)] };
        }),
      });
  return html`<details><summary>${isOver ? 'Its numbers' : 'Where its curves end'}</summary>${table}</details>`;
}
