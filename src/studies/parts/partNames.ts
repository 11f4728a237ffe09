/** What can be measured of a finished run or of a model, beside a run's history. */
export const partNames = ['components', 'attacks', 'certificate', 'kernels', 'smoothing'] as const;
export type PartName = (typeof partNames)[number];
