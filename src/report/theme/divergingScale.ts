/** Purple to green over near-white (ColorBrewer's PRGn without its darkest ends), which every kind of colour vision tells apart. */
const anchors = [
  '#762a83',
  '#9970ab',
  '#c2a5cf',
  '#e7d4e8',
  '#f7f7f7',
  '#d9f0d3',
  '#a6dba0',
  '#5aae61',
  '#1b7837',
] as const;

const LEVELS = 128;

/**
 * The colour of a signed number between two equal ends: −1 purple, 0 near-white, 1 green, in steps of 1/128.
 *
 * @param share what lies beyond −1 and 1 has the colour of the end
 * @returns as `#rrggbb`
 */
export function divergingColour(share: number): string {
  const held = Math.round(Math.min(Math.max(share, -1), 1) * LEVELS) / LEVELS;
  const place = ((held + 1) / 2) * (anchors.length - 1);
  const index = Math.min(Math.floor(place), anchors.length - 2);
  const [from, to] = [anchors[index], anchors[index + 1]];
  const hex = [1, 3, 5].map((at) => {
    const [low, high] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round(low + (place - index) * (high - low))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${hex.join('')}`;
}
