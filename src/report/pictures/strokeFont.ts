import { type Glyph, glyphs } from './glyphs.ts';

const CAPITAL_HEIGHT = 14;
// Small letters read better a little apart.
const TRACKING = 1;
const MISSING = '□';

/** Width of a line of text in pixels, where capitals are `height` pixels high. */
export function textWidth(text: string, height: number): number {
  return (
    ([...text].reduce((sum, letter) => sum + glyphOf(letter)[0] + TRACKING, 0) * height) / CAPITAL_HEIGHT
  );
}

/**
 * A line of text as an SVG element that needs no font.
 *
 * @param x left end, in pixels
 * @param y baseline, in pixels
 * @throws RangeError when a letter is not in the font
 */
export function svgText(
  text: string,
  { x, y, height, colour }: { x: number; y: number; height: number; colour: string },
): string {
  const scale = height / CAPITAL_HEIGHT;
  let pen = 0;
  const letters = [...text].map((letter) => {
    const [advance, strokes] = glyphOf(letter);
    const element = strokes && `<path transform="translate(${pen.toFixed(1)})" d="${strokes}"/>`;
    pen += advance + TRACKING;
    return element;
  });
  const stroke = `fill="none" stroke="${colour}" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"`;
  return `<g transform="translate(${x} ${y}) scale(${scale.toFixed(4)})" ${stroke}>${letters.join('')}</g>`;
}

/** A text in letters of the font: accents are left out, and what the font does not have is a box. */
export function drawable(text: string): string {
  return [...text]
    .map((letter) => {
      if (Object.hasOwn(glyphs, letter)) return letter;
      const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '');
      return [...bare].every((one) => Object.hasOwn(glyphs, one)) ? bare : MISSING;
    })
    .join('');
}

function glyphOf(letter: string): Glyph {
  if (!Object.hasOwn(glyphs, letter)) throw new RangeError(`svgText: the font has no letter '${letter}'`);
  return glyphs[letter];
}
