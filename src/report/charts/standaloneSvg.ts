import { type Colour, paper } from '../theme/theme.ts';

const sheet = `<rect width="100%" height="100%" fill="${paper.light}"/>`;

/**
 * An SVG as a file of its own: on paper, and in dark colours where the reader's screen is dark. Its light colours stay in
 * the drawing, so that programs that know no style sheets show it too.
 *
 * @param svg drawn in the light colours of `colours`
 */
export function standaloneSvg(svg: string, colours: readonly Colour[]): string {
  const rules = colours.flatMap(({ light, dark }) =>
    ['fill', 'stroke'].map((property) => `[${property}="${light}"]{${property}:${dark}}`),
  );
  const style = `<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`;
  return `${svg.replace(/<svg\b[^>]*>/, (tag) => `${tag}${style}${sheet}`)}\n`;
}

/** A drawing in its light colours alone and without paper, of one that may be a file of its own. */
export function withoutSheet(svg: string): string {
  return svg.replace(/<style>[^<]*<\/style>/, '').replace(sheet, '');
}
