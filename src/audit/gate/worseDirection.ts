/** Which way a measure moves when the model gets worse. */
export type Worse = 'lower' | 'higher';

// Accuracy on HFC alone is not here: whether more of it is better depends on what one wants of the model.
const worse: ReadonlyMap<string, Worse> = new Map([
  ['clean', 'lower'],
  ['lfc', 'lower'],
  ['noise', 'lower'],
  ['fgsm', 'lower'],
  ['pgd', 'lower'],
  ['momentum-pgd', 'lower'],
  ['apgd', 'lower'],
  ['square', 'lower'],
  ['certificate', 'lower'],
  ['decidedByHfc', 'higher'],
  ['decidedByHfcSvd', 'higher'],
  ['smoothness', 'higher'],
]);

/** The direction of a measure such as `pgd-l2@0.5`, whatever its radius, ε or norm; undefined where it is not settled. */
export function worseDirection(measure: string): Worse | undefined {
  return worse.get(measure.split('@')[0].replace(/-l2$/, ''));
}
