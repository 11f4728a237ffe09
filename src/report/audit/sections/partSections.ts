import type { PartName } from '../../../audit/parts/parts.ts';
import { batchStatisticsSection } from './batchStatisticsSection.ts';
import { decidedSection } from './decidedSection.ts';
import { energySection } from './energySection.ts';
import { firstLayerSection } from './firstLayerSection.ts';
import { heatMapSection } from './heatMapSection.ts';
import { radiusSection } from './radiusSection.ts';
import { robustnessSection } from './robustnessSection.ts';
import type { AuditSection } from './sectionOptions.ts';

/** What the page of an audit shows of each part, in the page's order. */
export const partSections: Readonly<Record<PartName, readonly AuditSection[]>> = {
  // Its findings are among the checks.
  probes: [],
  components: [radiusSection, decidedSection],
  attacks: [robustnessSection, energySection],
  // Shown beside the attacks, which it bounds.
  certificate: [],
  heatMap: [heatMapSection],
  firstLayer: [firstLayerSection],
  // Shown with the first layer, which it smooths.
  smoothing: [],
  batchStatistics: [batchStatisticsSection],
};
