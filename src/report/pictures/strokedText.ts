import { drawable, svgText, textWidth } from './strokeFont.ts';

/** Height of a capital, of the size of a font. */
const CAPITAL = 0.72;
const USUAL_SIZE = 12;

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Of usual fonts, the widest of which are so much wider than the strokes. */
const WIDEST = 1.17;

/** Width of a text that an SVG sets at 12 pixels, at most, whatever the font. */
export function widthOf(text: string): number {
  return WIDEST * textWidth(drawable(text), CAPITAL * USUAL_SIZE);
}

/** A text of at most such a width, with … in place of what does not fit. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let room = width - widthOf('…');
  let kept = '';
  for (const letter of text) {
    room -= widthOf(letter);
    if (room < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** An SVG of ours whose letters are lines, so that it looks the same on a machine without fonts. */
export function strokedText(svg: string): string {
  return svg.replace(/<text\b([^>]*?)(?:\/>|>([\s\S]*?)<\/text>)/g, (_, attributes: string, content = '') => {
    const given = Object.fromEntries(
      [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const text = drawable(decoded(String(content).replace(/<[^>]*>/g, '')));
    const height = CAPITAL * (Number.parseFloat(given['font-size'] ?? '') || USUAL_SIZE);
    const share = { start: 0, middle: 0.5, end: 1 }[given['text-anchor'] ?? 'start'] ?? 0;
    const x = Number(given.x ?? 0) - share * textWidth(text, height);
    const line = svgText(text, {
      x: Math.round(100 * x) / 100,
      y: Number(given.y ?? 0),
      height,
      colour: given.fill ?? '#000',
    });
    const kept = ['transform', 'opacity'].flatMap((name) =>
      given[name] === undefined ? [] : [` ${name}="${given[name]}"`],
    );
    return `<g${kept.join('')}>${line}</g>`;
  });
}

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]);
}
