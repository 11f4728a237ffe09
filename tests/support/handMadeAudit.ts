import { wilsonInterval } from '#passband/statistics/wilsonInterval.ts';

/** A share of `n` images as an audit writes it. */
export function share(value: number, n = 1000) {
  return { value, n, ...wilsonInterval(Math.round(value * n), n) };
}

/** A finished audit of 1,000 images, as `audit.json` holds it, with members that the gate does not read. */
export function handMadeAudit(measures: object = handMadeMeasures, members: object = {}): string {
  return JSON.stringify({
    schema: 'passband.audit',
    version: 1,
    status: 'finished',
    model: { name: 'model.onnx', sha256: 'c0ffee', opset: 13 },
    dataset: { name: 'cifar-10', n: 1000, classes: 10 },
    settings: { seed: 0 },
    checks: [],
    measures,
    ...members,
  });
}

export const handMadeMeasures = {
  clean: share(0.9),
  'lfc@4': share(0.4),
  'lfc@8': share(0.72),
  'hfc@8': share(0.3),
  'pgd@2/255': share(0.5),
  'pgd@8/255': share(0.2),
  decidedByHfc: share(0.08),
  smoothness: { value: 0.4, n: null, low: null, high: null },
};
