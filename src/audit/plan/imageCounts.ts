import type { AuditSettings } from './auditSettings.ts';
import type { ImageCounts } from './work.ts';

/**
 * How many images the samples of an audit have.
 *
 * @param n test images that there are
 */
export function imageCounts(settings: AuditSettings, n: number): ImageCounts {
  const upTo = (most: number, all: number) => ({ count: Math.min(most, all) });
  const main = upTo(settings.images, n);
  const certified = upTo(settings.certificateImages, main.count);
  return {
    ...{ main, certified, attacked: upTo(settings.attackImages, certified.count) },
    heatMap: upTo(settings.heatMapImages, main.count),
    smoothed: upTo(settings.smoothingImages, main.count),
    batchStatistics: upTo(settings.batchStatisticsImages, n),
  };
}
