import { Error as ErrorLevel, logger, parse, resetSVGDefIds, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';

/**
 * Draws a Vega-Lite chart as SVG text, without a browser and without reading anything but the chart itself. No code is
 * made from strings, so that the page draws its charts in the same way under its security policy.
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const quiet = logger(ErrorLevel);
  const { spec: chart } = compile(spec, { logger: quiet });
  const view = new View(parse(chart, undefined, { ast: true }), {
    renderer: 'none',
    logger: quiet,
    expr: expressionInterpreter,
  });
  try {
    // Vega numbers gradients through the life of the process; the same chart is to be the same text.
    resetSVGDefIds();
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
