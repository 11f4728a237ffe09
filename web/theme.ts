import { coloursOf, seriesStroke } from '../src/report/theme/theme.ts';
import { themeSheet } from '../src/report/theme/themeSheet.ts';

/** How many radii are told apart by lightness; the page shows one or two at a time. */
const RADII = 4;

/** The report's colours as custom properties of the page, in both appearances. */
export function installTheme(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(themeSheet([...coloursOf(RADII), seriesStroke(1).colour, seriesStroke(2).colour]));
  document.adoptedStyleSheets.push(sheet);
}
