import type { TopLevelSpec } from 'vega-lite';
import { renderSvg } from '../../src/report/charts/renderSvg.ts';

/** Draws charts away from the page's thread, which Vega would hold for some tens of milliseconds each time. */
export const chartHost = { draw: (spec: TopLevelSpec): Promise<string> => renderSvg(spec) };

export type ChartHost = typeof chartHost;
