import type { TopLevelSpec } from 'vega-lite';
import type { KernelSpectrum } from '../../spectrum/kernels/kernelSpectrum.ts';
import { percent } from '../../wording/format.ts';
import type { Colour } from '../theme/theme.ts';
import { chartConfig } from './chartConfig.ts';
import { withData } from './figureData.ts';
import { responseMap } from './responseMap.ts';
import { responseData, responseProfile } from './responseProfile.ts';

/** One first layer. */
export interface NamedSpectrum {
  /** As the chart writes it, such as `ρ = 0.25`. */
  readonly name: string;
  readonly spectrum: Pick<KernelSpectrum, 'share' | 'power'>;
}

/** The radius of the smoothness figure, in bins. */
const RADIUS = 8;

// From the first layer to the last, in a colour that stands for neither LFC nor HFC.
const light = ['#1c1c1c', '#4a2a63', '#743f91', '#9c63b5', '#b784cb'];
const dark = ['#eaeae8', '#dcc4ea', '#c49fda', '#a97dc4', '#9463b3'];

/** Colours of the chart's curves in both appearances. */
export const spectrumColours: readonly Colour[] = light.map((colour, index) => ({
  token: `spectrum-${index}`,
  light: colour,
  dark: dark[index],
}));

/**
 * The frequency response of first layers (§6.1): maps of the first and of the last one with the circle r = 8, and the
 * mean power at each distance from the centre of all of them. Decibels are relative to the mean of a layer's own bins, so
 * that one that lets all frequencies through alike is at 0 everywhere, however large its weights are.
 *
 * @param spectra at least one
 */
export function kernelSpectrumChart(spectra: readonly NamedSpectrum[]): TopLevelSpec {
  const last = spectra.length - 1;
  const maps = [...new Set([spectra[0], spectra[last]])].map(({ name, spectrum }) =>
    responseMap(spectrum.power.data, {
      title: `${name} · ${percent(spectrum.share)} beyond r = ${RADIUS}`,
      radius: RADIUS,
    }),
  );
  const shadeOf = (index: number) => Math.round((index / Math.max(last, 1)) * (light.length - 1));
  const responses = spectra.map(({ name, spectrum }, index) => ({
    name,
    colour: spectrumColours[shadeOf(index)].light,
    power: spectrum.power.data,
  }));
  const shares = spectra.map(
    ({ name, spectrum }) => `${name}: ${percent(spectrum.share)} beyond r = ${RADIUS}`,
  );
  const spec = {
    background: 'transparent',
    padding: 4,
    spacing: 36,
    description: `Power of the first convolution's kernels by frequency. ${shares.join('; ')}`,
    config: chartConfig,
    resolve: { scale: { color: 'independent' } },
    hconcat: [{ spacing: 24, hconcat: maps }, responseProfile(responses, RADIUS)],
  } as unknown as TopLevelSpec;
  return withData(
    spec,
    responseData(responses, {
      colours: spectra.map((_, index) => `var(--${spectrumColours[shadeOf(index)].token})`),
      // The second view of the outer row.
      plot: '.concat_1_group > g',
    }),
  );
}
