/** How much of everything an audit does; what is chosen by people is not in it. A count of 0 leaves a part out. */
export interface Rung {
  /** Images of the components, of the certificate, of the attacks, of the heat map, of the smoothed models, of batch statistics. */
  readonly images: number;
  readonly certificateImages: number;
  readonly attackImages: number;
  readonly heatMapImages: number;
  readonly smoothingImages: number;
  readonly batchStatisticsImages: number;
  /** Step of the radius curve's grid in bins, up to 64 pixels; of larger images in proportion. */
  readonly radiusStep: number;
  /** Cut-offs of the certificate at most. */
  readonly certificateRadii: number;
  /** Stride between the frequencies of the heat map, up to 64 pixels. */
  readonly heatMapStep: number;
  readonly pgdSteps: number;
  readonly restarts: number;
  readonly momentumSteps: number;
  readonly apgdSteps: number;
  readonly squareSteps: number;
  /** Cut-off of band-limited PGD, in bins; null leaves it out. */
  readonly bandRadius: number | null;
  readonly rhos: readonly number[];
  /** Sizes of PGD in L2, as they are written. */
  readonly l2: readonly string[];
}

const withoutFurtherParts = {
  ...{ smoothingImages: 0, batchStatisticsImages: 0, rhos: [], l2: ['0.5'] },
  ...{ restarts: 1, momentumSteps: 0, apgdSteps: 0, squareSteps: 0, bandRadius: null },
} as const;

const withAllParts = {
  ...{ radiusStep: 1, certificateRadii: 400, heatMapStep: 1 },
  ...{ rhos: [0.1, 0.25, 0.5, 1], l2: ['0.25', '0.5', '1'], bandRadius: 8 },
} as const;

const counts = (images: number, certificateImages: number, attackImages: number, heatMapImages: number) => ({
  images,
  certificateImages,
  attackImages,
  heatMapImages,
});

/**
 * The plans of an audit, each about two to three times the work of the one before. From the largest down, first images and restarts
 * become fewer, then the further attacks and the smoothed kernels go, then radii and frequencies are skipped; least of all PGD's steps change.
 */
export const ladder: readonly Rung[] = [
  { ...withoutFurtherParts, ...counts(10, 2, 2, 2), ...grid(8, 12, 16), pgdSteps: 10 },
  { ...withoutFurtherParts, ...counts(20, 5, 5, 5), ...grid(8, 20, 16), pgdSteps: 10 },
  { ...withoutFurtherParts, ...counts(50, 15, 15, 10), ...grid(8, 40, 8), pgdSteps: 10 },
  { ...withoutFurtherParts, ...counts(100, 40, 40, 20), ...grid(4, 100, 8), pgdSteps: 10 },
  { ...withoutFurtherParts, ...counts(200, 70, 70, 35), ...grid(4, 200, 4), pgdSteps: 10 },
  { ...withoutFurtherParts, ...counts(300, 100, 100, 50), ...grid(4, 400, 4), pgdSteps: 10 },
  {
    ...{ ...withoutFurtherParts, ...counts(400, 150, 120, 50), ...grid(2, 400, 2), pgdSteps: 20 },
    ...{ smoothingImages: 50, rhos: [0.25, 1], batchStatisticsImages: 500 },
    ...{ momentumSteps: 20, squareSteps: 200, bandRadius: 8 },
  },
  {
    ...{ ...withAllParts, ...counts(600, 250, 200, 70), ...grid(2, 400, 1) },
    ...{ smoothingImages: 100, batchStatisticsImages: 600, squareSteps: 300 },
    ...{ pgdSteps: 20, restarts: 1, momentumSteps: 20, apgdSteps: 50 },
  },
  {
    ...{ ...withAllParts, ...counts(1000, 500, 300, 100), smoothingImages: 200, batchStatisticsImages: 1000 },
    ...{ pgdSteps: 20, restarts: 2, momentumSteps: 20, apgdSteps: 50, squareSteps: 500 },
  },
  {
    ...{ ...withAllParts, ...counts(2000, 700, 600, 200), smoothingImages: 300, batchStatisticsImages: 2000 },
    ...{ pgdSteps: 40, restarts: 2, momentumSteps: 40, apgdSteps: 100, squareSteps: 1000 },
  },
  {
    ...{
      ...withAllParts,
      ...counts(5000, 1000, 1000, 500),
      smoothingImages: 500,
      batchStatisticsImages: 5000,
    },
    ...{ pgdSteps: 40, restarts: 5, momentumSteps: 40, apgdSteps: 100, squareSteps: 1000 },
  },
];

function grid(radiusStep: number, certificateRadii: number, heatMapStep: number) {
  return { radiusStep, certificateRadii, heatMapStep };
}

/** A budget's time in seconds, and the plan (1 = the first) that fits a ResNet of CIFAR's size on two cores, where nothing is measured. */
export const budgets = {
  quick: { seconds: 60, plan: 6 },
  standard: { seconds: 600, plan: 9 },
  thorough: { seconds: 3600, plan: 11 },
} as const;

export type Budget = keyof typeof budgets;
export const budgetNames = Object.keys(budgets) as [Budget, ...Budget[]];
