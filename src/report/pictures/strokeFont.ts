/** How far the pen moves on, and what it draws: baseline at y = 0, small letters 10 high, capitals 14. */
type Glyph = readonly [advance: number, strokes: string];

const bowlLeft = 'M8 -5a3.7 5 0 1 0 -7.4 0a3.7 5 0 1 0 7.4 0';
const bowlRight = 'M1 -5a3.7 5 0 1 1 7.4 0a3.7 5 0 1 1 -7.4 0';
const arch = 'M1 -6.2A3.2 3.8 0 0 1 7.4 -6.2V0';

// Lines of even width, drawn rather than set, because a machine without fonts would leave a picture unlabelled.
const glyphs: Readonly<Record<string, Glyph>> = {
  ' ': [5.5, ''],
  a: [9.8, `${bowlLeft}M8 -10V0`],
  b: [9.6, `${bowlRight}M1 -14V0`],
  c: [8.6, 'M7.5 -8.2A3.8 5 0 1 0 7.5 -1.8'],
  d: [9.8, `${bowlLeft}M8 -14V0`],
  e: [9.2, 'M0.7 -5.4H8.2A3.8 5 0 1 0 7.3 -1.7'],
  f: [5.6, 'M5.6 -13.8Q2.4 -14.4 2.4 -11V0M0.4 -9.6H5.2'],
  g: [9.8, `${bowlLeft}M8 -10V0.4A3.6 3.6 0 0 1 1.2 1.8`],
  h: [9.2, `M1 -14V0${arch}`],
  i: [3.2, 'M1.2 -10V0M1.2 -13.5V-13.4'],
  j: [4, 'M2 -10V1.4Q2 4.2 -0.4 3.9M2 -13.5V-13.4'],
  k: [8, 'M1 -14V0M6.8 -10L1 -4.2M3.3 -6.3L7.4 0'],
  l: [3.2, 'M1.2 -14V0'],
  m: [14, 'M1 -10V0M1 -6.4A2.8 3.6 0 0 1 6.6 -6.4V0M6.6 -6.4A2.8 3.6 0 0 1 12.2 -6.4V0'],
  n: [9.2, `M1 -10V0${arch}`],
  o: [9.4, 'M0.6 -5a4 5 0 1 0 8 0a4 5 0 1 0 -8 0'],
  p: [9.6, `${bowlRight}M1 -10V4`],
  q: [9.8, `${bowlLeft}M8 -10V4`],
  r: [6, 'M1 -10V0M1 -5.6Q1.4 -10 5.2 -9.8'],
  s: [7.8, 'M6.6 -8.2C5.6 -10.7 1.2 -10.6 1.2 -7.6C1.2 -4.2 6.9 -5.9 6.9 -2.6C6.9 0.7 1.6 0.7 0.7 -1.9'],
  t: [6, 'M2.4 -13V-2.6Q2.4 0.3 5.3 -0.2M0.3 -9.6H5.2'],
  u: [9.2, 'M1 -10V-3.8A3.2 3.8 0 0 0 7.4 -3.8M7.4 -10V0'],
  v: [8, 'M0.5 -10L4 0L7.5 -10'],
  w: [12.8, 'M0.5 -10L3.4 0L6.4 -10L9.4 0L12.3 -10'],
  x: [7.8, 'M0.7 -10L7 0M7 -10L0.7 0'],
  y: [8, 'M0.5 -10L4 0M7.5 -10L4 0Q2.8 4.2 0.6 3.9'],
  z: [7.8, 'M0.8 -10H6.8L0.8 0H7'],
  C: [11, 'M10 -11.4A5.1 7 0 1 0 10 -2.6'],
  E: [9, 'M8 -14H1V0H8M1 -7.2H7'],
  F: [8.6, 'M8 -14H1V0M1 -7.2H7'],
  H: [10.8, 'M1 -14V0M9.4 -14V0M1 -7.2H9.4'],
  L: [8.6, 'M1 -14V0H7.8'],
  0: [9.2, 'M0.7 -7a3.8 7 0 1 0 7.6 0a3.8 7 0 1 0 -7.6 0'],
  1: [9.2, 'M2 -11.6L5.4 -14V0'],
  2: [9.2, 'M1 -10.4A3.6 3.7 0 1 1 7.5 -8L0.9 0H8.3'],
  3: [9.2, 'M1.2 -14H7.4L4 -8.6A3.9 4.3 0 1 1 0.8 -1.8'],
  4: [9.2, 'M6.3 0V-14L0.6 -3.8H8.4'],
  5: [9.2, 'M7.4 -14H2.1L1.4 -7.9A3.9 4.4 0 1 1 0.9 -1.6'],
  6: [9.2, 'M6.6 -14L1.5 -6.7M0.7 -4.4a3.8 4.4 0 1 0 7.6 0a3.8 4.4 0 1 0 -7.6 0'],
  7: [9.2, 'M0.8 -14H8.1L3.2 0'],
  8: [
    9.2,
    'M1.4 -10.6a3.1 3.4 0 1 0 6.2 0a3.1 3.4 0 1 0 -6.2 0M0.7 -3.6a3.8 3.6 0 1 0 7.6 0a3.8 3.6 0 1 0 -7.6 0',
  ],
  9: [9.2, 'M2.4 0L7.5 -7.3M8.3 -9.6a3.8 4.4 0 1 0 -7.6 0a3.8 4.4 0 1 0 7.6 0'],
  '.': [3.2, 'M1.2 -0.1V0'],
  ',': [3.4, 'M1.4 -0.4L0.6 2'],
  ':': [3.2, 'M1.2 -8.6V-8.5M1.2 -0.1V0'],
  '·': [4.4, 'M2 -6.6V-6.5'],
  '-': [6.4, 'M1 -5.6H5.4'],
  '+': [9.2, 'M1.2 -6.4H8M4.6 -9.8V-3'],
  '−': [9.2, 'M1.2 -6.4H8'],
  '=': [9.2, 'M1.2 -8.4H8M1.2 -4.4H8'],
  '×': [9.2, 'M1.8 -9.2L7.4 -3.6M7.4 -9.2L1.8 -3.6'],
  '÷': [9.2, 'M1.2 -6.4H8M4.6 -10V-9.9M4.6 -2.9V-2.8'],
  '<': [9.2, 'M7.8 -10.2L1.4 -6.4L7.8 -2.6'],
  '≤': [9.2, 'M7.8 -11.4L1.4 -8L7.8 -4.6M1.4 -1.6H7.8'],
};

const CAPITAL_HEIGHT = 14;
// Small letters read better a little apart.
const TRACKING = 1;

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

function glyphOf(letter: string): Glyph {
  if (!Object.hasOwn(glyphs, letter)) throw new RangeError(`svgText: the font has no letter '${letter}'`);
  return glyphs[letter];
}
