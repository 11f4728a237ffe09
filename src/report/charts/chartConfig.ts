import { ink, muted, rule } from '../theme/theme.ts';

const text = { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal' } as const;

/** What all charts look like, in the theme's light colours (Vega-Lite's `config`). */
export const chartConfig = {
  font: 'system-ui, sans-serif',
  view: { stroke: 'transparent' },
  title: { color: ink.light, fontSize: 12, fontWeight: 'normal', anchor: 'start', offset: 8 },
  axis: {
    ...text,
    labelColor: muted.light,
    titleColor: muted.light,
    gridColor: rule.light,
    domainColor: rule.light,
    tickColor: rule.light,
  },
  legend: { ...text, labelColor: muted.light, titleColor: muted.light },
} as const;
