import { paper } from '../theme/theme.ts';

/** A name beside the end of a curve, or of a level. */
export interface EndLabel {
  readonly name: string;
  /** Where the curve ends, on the vertical axis. */
  readonly value: number;
  /** Where the name stands, so that no two overlap. */
  readonly place: number;
}

export interface LabelLayersOptions {
  /** Where the curves end, in pixels of the plot. */
  readonly x: number;
  /** Of the vertical axis. */
  readonly scale: { readonly domain: number[]; readonly nice: boolean };
  /** The encoding that gives a name its colour. */
  readonly colour: object;
  /** How they are drawn: in the plot they stand clear of its lines; `room` only takes up their room, unseen. */
  readonly as?: 'beside' | 'inside' | 'room';
}

/** As the renderer reckons it, which takes letters for wider than they are: about 20 of them. */
const LABEL_WIDTH = 200;

/** Names of curves, each led to the end of its own by a thin line, as layers of a Vega-Lite chart. */
export function labelLayers(
  labels: readonly EndLabel[],
  { x, scale, colour: color, as = 'beside' }: LabelLayersOptions,
) {
  const data = { values: [...labels] };
  const opacity = as === 'room' ? { opacity: 0 } : {};
  const text = (look: object) => ({
    data,
    mark: {
      ...({ type: 'text', align: 'left', baseline: 'middle', fontSize: 12 } as const),
      limit: LABEL_WIDTH,
      ...look,
    },
    encoding: {
      x: { value: x + 19 },
      y: { field: 'place', type: 'quantitative' as const, scale },
      text: { field: 'name' },
      color,
    },
  });
  return [
    {
      data,
      mark: { type: 'rule' as const, strokeWidth: 0.75, ...opacity },
      encoding: {
        x: { value: x + 3 },
        x2: { value: x + 15 },
        y: { field: 'value', type: 'quantitative' as const, scale },
        y2: { field: 'place' },
        color,
      },
    },
    ...(as === 'inside' ? [text({ stroke: paper.light, strokeWidth: 4, strokeJoin: 'round' })] : []),
    text(opacity),
  ];
}
