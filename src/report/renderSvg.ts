import { Error as ErrorLevel, logger, parse, resetSVGDefIds, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** Draws a Vega-Lite chart as SVG text, without a browser and without reading anything but the chart itself. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const quiet = logger(ErrorLevel);
  const { spec: chart } = compile(spec, { logger: quiet });
  const view = new View(parse(chart), { renderer: 'none', logger: quiet });
  try {
    // Vega numbers gradients through the life of the process; the same chart is to be the same text.
    resetSVGDefIds();
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
