import type { Colour } from './theme.ts';

/** The style sheet that gives each colour its custom property, in both of the page's appearances. */
export function themeSheet(colours: readonly Colour[]): string {
  const properties = (appearance: 'light' | 'dark') =>
    colours.map((colour) => `--${colour.token}:${colour[appearance]}`).join(';');
  return `:root{${properties('light')}}
@media screen and (prefers-color-scheme:dark){:root{${properties('dark')}}}`;
}
