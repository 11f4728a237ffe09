/** One colour with one meaning, in both of the page's appearances. */
export interface Colour {
  /** Name of the CSS custom property that carries it. */
  readonly token: string;
  /** As `#rrggbb`. */
  readonly light: string;
  readonly dark: string;
}

/** Colours of text and lines. Every one has a contrast of at least 3 : 1 against `paper`, text 4.5 : 1. */
export const ink: Colour = { token: 'ink', light: '#1b1b1b', dark: '#ececea' };
export const muted: Colour = { token: 'muted', light: '#5f5f5c', dark: '#a0a19e' };
export const rule: Colour = { token: 'rule', light: '#dededa', dark: '#34373b' };
/** What is under attack: Okabe and Ito's purple. */
export const attacked: Colour = { token: 'attacked', light: '#96366c', dark: '#e59bc3' };
export const paper: Colour = { token: 'paper', light: '#fbfbf9', dark: '#16181b' };

// Blue and orange of Okabe and Ito (2008), which differ for every kind of colour vision, each from strong to weak.
const ramps = {
  lfc: { light: ['#003f6b', '#3a8fc4'], dark: ['#a9dcf7', '#2f86bd'] },
  hfc: { light: ['#8a3a00', '#d9742a'], dark: ['#ffc69a', '#c2601a'] },
} as const;

// For several things of one kind, such as models: neither blue nor orange, which say LFC and HFC.
const series: readonly Colour[] = [
  { token: 'series-1', light: '#00705a', dark: '#4cc9a4' },
  { token: 'series-2', light: '#7a5c00', dark: '#e2c45a' },
  ink,
  attacked,
];
const seriesDashes: readonly (readonly number[])[] = [[], [7, 3], [3, 2], [9, 3, 2, 3]];

const dashes: readonly (readonly number[])[] = [[], [7, 3], [4, 3], [1.5, 2.5]];

export type Component = 'x' | 'lfc' | 'hfc' | 'adversarial';

/** How a component is drawn: its colour says which one it is, lightness and dash say the radius. */
export interface Stroke {
  readonly colour: Colour;
  /** Lengths of dash and gap in pixels; empty = solid. */
  readonly dash: readonly number[];
}

/**
 * @param index place of the radius among all radii of the run, ascending from 0: the smallest is strongest
 * @param count how many radii there are
 */
export function strokeOf(component: Component, index = 0, count = 1): Stroke {
  if (component === 'x') return { colour: ink, dash: [] };
  if (component === 'adversarial') return { colour: attacked, dash: [] };
  const ramp = ramps[component];
  const share = count > 1 ? index / (count - 1) : 0;
  const light = mix(ramp.light, share);
  const dark = mix(ramp.dark, share);
  return { colour: { token: `${component}-${index}`, light, dark }, dash: dashes[index % dashes.length] };
}

/** How the thing at `index` among several of one kind is drawn: colour and dash both say which one it is. */
export function seriesStroke(index: number): Stroke {
  const round = Math.floor(index / series.length);
  return {
    colour: series[index % series.length],
    // Where the colours begin again, each has the next dash.
    dash: seriesDashes[(index + round) % seriesDashes.length],
  };
}

/** All colours of a page whose run has `radii` radii. */
export function coloursOf(radii: number): Colour[] {
  const indices = Array.from({ length: radii }, (_, index) => index);
  const strokes = (['lfc', 'hfc'] as const).flatMap((component) =>
    indices.map((index) => strokeOf(component, index, radii).colour),
  );
  return [ink, muted, rule, attacked, paper, series[0], series[1], ...strokes];
}

/** Replaces the light colours of an SVG by custom properties, so that it follows the page's appearance. */
export function themed(svg: string, colours: readonly Colour[]): string {
  return colours.reduce((text, { token, light }) => text.replaceAll(light, `var(--${token})`), svg);
}

function mix([from, to]: readonly [string, string], share: number): string {
  const channel = (colour: string, index: number) =>
    Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16);
  const hex = [0, 1, 2].map((index) => {
    const value = Math.round(channel(from, index) * (1 - share) + channel(to, index) * share);
    return value.toString(16).padStart(2, '0');
  });
  return `#${hex.join('')}`;
}
