import { type Remote, wrap } from 'comlink';
import type { TopLevelSpec } from 'vega-lite';
import type { ChartHost } from './chartHost.ts';

let host: Remote<ChartHost> | undefined;

/** Draws a chart as SVG text, in the light colours of the theme. The worker and Vega are loaded with the first chart. */
export function drawChart(spec: TopLevelSpec): Promise<string> {
  host ??= wrap<ChartHost>(new Worker(new URL('chartWorker.ts', import.meta.url), { type: 'module' }));
  return host.draw(spec);
}
