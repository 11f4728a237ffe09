import { useEffect, useRef } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { type Colour, themed } from '../../src/report/theme/theme.ts';
import './chart.css';
import { drawChart } from './drawChart.ts';

/** Room around the plot, in the chart's own pixels: what an axis or a label needs does not move the plot. */
export interface ChartRoom {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * A Vega-Lite chart as the report draws it. It fills the width that it is given and keeps its place while it is
 * drawn; a new chart takes the place of the old one in one frame, and of those that come while one is drawn only the
 * newest is.
 *
 * @param spec has a width and a height in numbers, and a description for those who cannot see it
 */
export function Chart({
  spec,
  colours,
  room = { left: 42, top: 10, right: 84, bottom: 44 },
}: {
  readonly spec: TopLevelSpec & { readonly description?: string };
  readonly colours: readonly Colour[];
  readonly room?: ChartRoom;
}) {
  const place = useRef<HTMLDivElement>(null);
  const newest = useRef<() => Promise<void>>(undefined);
  const busy = useRef(false);
  useEffect(() => {
    newest.current = async () => {
      const svg = await drawChart({ ...spec, padding: { ...room }, autosize: { type: 'none' } });
      const text = themed(svg, colours);
      const drawn = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      // To a screen reader the chart is one picture in words, on the element around it.
      drawn.setAttribute('aria-hidden', 'true');
      place.current?.replaceChildren(drawn);
    };
    if (busy.current) return;
    busy.current = true;
    (async () => {
      try {
        for (let draw = newest.current; draw; draw = newest.current) {
          newest.current = undefined;
          await draw();
        }
      } finally {
        busy.current = false;
      }
    })();
  }, [spec, colours, room]);
  const { width, height } = spec as unknown as { readonly width: number; readonly height: number };
  return (
    <div
      ref={place}
      class="vega-chart"
      role="img"
      aria-label={spec.description}
      style={{ aspectRatio: `${width + room.left + room.right} / ${height + room.top + room.bottom}` }}
    />
  );
}
