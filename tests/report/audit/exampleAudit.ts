import { compareSplits } from '#passband/audit/frequencies/compareSplits.ts';
import { shareOf } from '#passband/audit/measures/measure.ts';
import { pairedTest } from '#passband/audit/measures/pairedTest.ts';
import type { AuditSections } from '#passband/audit/parts/parts.ts';
import { attackPlan } from '#passband/audit/plan/attackPlan.ts';
import { type AuditSettings, auditSettings } from '#passband/audit/plan/auditSettings.ts';
import { type AuditRecord, auditRecordSchema } from '#passband/audit/records/auditRecord.ts';
import { type Comparison, comparePairs, comparisonSchema } from '#passband/audit/records/comparison.ts';
import { measuresOf } from '#passband/audit/records/measuresOf.ts';
import { selfChecks } from '#passband/audit/records/selfChecks.ts';
import type { AttackRow } from '#passband/audit/robustness/attackRow.ts';
import type { GalleryImage } from '#passband/report/audit/sections/decidedGallery.ts';
import { kernelSpectrum } from '#passband/spectrum/kernels/kernelSpectrum.ts';
import { ringShares } from '#passband/spectrum/split/ringEnergies.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const N = 40;
export const radii = [4, 8, 12, 16];
export const classes = ['cat', 'dog', 'frog', 'ship'];
const epsilon = (text: string, value: number) => ({ text, value });
const digits = (ones: number, n = N) => '1'.repeat(ones) + '0'.repeat(n - ones);
const flags = (ones: number) => Uint8Array.from(digits(ones), Number);
const test = (first: number, second: number) => pairedTest(flags(first), flags(second));

export const exampleSettings: AuditSettings = {
  ...auditSettings({
    ...{ budget: 'standard', preset: 'paper', seed: 0, radii },
    epsilons: [2, 4, 8, 16].map((size) => epsilon(`${size}/255`, size / 255)),
  }),
  images: N,
  attackImages: N,
};

export interface ExampleAuditOptions {
  readonly name?: string;
  /** Names of the model's classes. */
  readonly classes?: readonly string[];
  /** Images of 40 that stay right under an attack. */
  readonly standing?: (attack: string) => number;
  /** Images of 40 that are right without an attack. */
  readonly clean?: number;
}

/** A made-up audit that has every part, in the form in which it is read back. */
export function exampleAudit({
  name = 'net',
  classes: names = classes,
  standing = (attack) => (attack.startsWith('noise') ? 30 : 3),
  clean = 32,
}: ExampleAuditOptions = {}): AuditRecord {
  const sections = exampleSections(standing, clean, names.length);
  const convention = { layout: 'NCHW', channels: 'RGB', range: [0, 1], mean: [0.5], std: [0.25] } as const;
  return auditRecordSchema.parse({
    schema: 'passband.audit',
    version: 1,
    status: 'finished',
    versions: { passband: '0.1.0', node: '20.20.2', onnxruntime: '1.30.0' },
    request: { models: ['models/net one.onnx'], flags: { dataset: 'cifar-10', dataDir: '/data' } },
    model: {
      name,
      path: 'models/net one.onnx',
      sha256: 'c0ffee',
      preflight: {
        ...{ file: 'models/net one.onnx', bytes: 314466, sha256: 'c0ffee', producer: 'pytorch 1.13.0' },
        ...{ opset: 13, ir: 7, batch: null, classNames: null, weights: { float32: 77706 } },
        input: { name: 'input', type: 'float32', shape: ['batch', 3, 32, 32], layout: 'NCHW' },
        output: { name: 'output', shape: ['batch', 4], kind: 'softmax', classes: 4 },
        operators: { Conv: 9, Relu: 7 },
        ...{ innerNormalisation: [], problems: [], notes: ['the output is a softmax'] },
      },
      normalisation: {
        ...{ convention, source: 'measured', decided: true, warnings: [] },
        candidates: [
          { name: 'mean 0.5', convention, correct: 320, n: 400, ...interval(0.8), meanLogLikelihood: -0.7 },
          {
            ...{
              name: 'pixels 0–1',
              convention: { ...convention, mean: [0], std: [1] },
              correct: 200,
              n: 400,
            },
            ...{ ...interval(0.5), meanLogLikelihood: null },
          },
        ],
      },
      mapping: { how: 'order', indices: [0, 1, 2, 3], classes: names, notes: [] },
    },
    dataset: { name: 'cifar-10', n: N, classes, shape: [3, 32, 32], hashes: { 'test_batch.bin': 'beef' } },
    settings: exampleSettings,
    notices: ['1,000 of the 10,000 official test images'],
    sections,
    measures: measuresOf(sections, exampleSettings),
    checks: selfChecks(sections, exampleSettings),
  });
}

const interval = (accuracy: number) => ({ accuracy, low: accuracy - 0.04, high: accuracy + 0.04 });

function exampleSections(standing: (attack: string) => number, clean: number, count: number): AuditSections {
  const grid = Array.from({ length: 23 }, (_, radius) => radius);
  const rising = (radius: number) => Math.min(clean, 4 + 2 * radius);
  const falling = (radius: number) => Math.max(4, 20 - 2 * radius);
  const decided = { n: N, rate: shareOf(5, N) };
  const image = {
    label: 2,
    lowPrediction: 1,
    confidence: 0.914,
    lowConfidence: 0.667,
    highConfidence: 0.741,
  };
  const baseline = { rate: shareOf(1, N), expectedRate: 0.02, onlyOwn: 5, onlyOther: 1, p: 0.22 };
  const found = {
    ...decided,
    classes: Array.from({ length: count }, (_, label) => ({ label, ...shareOf(label === 2 ? 5 : 0, 10) })),
    baseline: { ...baseline, verdict: 'undecided' as const },
    images: [20, 21, 22, 23, 24].map((index) => ({ index, ...image })),
    gallery: [1, 0],
  };
  const byHfc = {
    radius: 12,
    rescale: 'none' as const,
    distance: 'l2' as const,
    boundary: 'inclusive' as const,
    ...found,
  };
  const bySvd = {
    ...{ radius: 12, rescale: 'none' as const, ranks: { lowest: 1, mean: 9, highest: 20 } },
    ...{
      energyGap: { mean: 0.001, largest: 0.004 },
      ...found,
      rate: shareOf(2, N),
      images: found.images.slice(0, 2),
    },
  };
  const weights = float32(
    [4, 3, 3, 3],
    Float32Array.from({ length: 108 }, (_, at) => Math.sin(7 * at)),
  );
  const spectrum = kernelSpectrum(weights);
  const spread = { ...spectrum.spread, quartiles: [...spectrum.spread.quartiles] };
  const broken = Array.from({ length: N }, (_, at) => (at >= clean ? 0 : at > 25 ? at / 1000 : null));
  const planned = attackPlan(exampleSettings, { gradients: true, classes: 4, shape: [3, 32, 32] });
  return {
    probes: { n: 32, changedAtZero: 0, gradientErrors: [0.001, 0.002], batchDependence: 0 },
    radiusCurve: {
      ...{ n: N, distance: 'l2', boundary: 'inclusive', clean: shareOf(clean, N) },
      points: (['none', 'max'] as const).flatMap((rescale) =>
        grid.flatMap((radius) => [
          { component: 'lfc' as const, radius, rescale, ...shareOf(rising(radius), N), pAgainstClean: 0.01 },
          { component: 'hfc' as const, radius, rescale, ...shareOf(falling(radius), N), pAgainstClean: 0.01 },
        ]),
      ),
      energy: grid.map((radius) => ({ radius, meanShare: 1 - 0.2 / (1 + radius), pooledShare: 0.9 })),
      rescaled: [{ component: 'hfc', radius: 8, rescales: ['none', 'max'], ...test(4, 20) }],
    },
    unanswered: [],
    flags: Object.fromEntries([
      ['clean', digits(clean)],
      ...radii.flatMap((radius) => [
        [`lfc@${radius}`, digits(rising(radius))],
        [`hfc@${radius}`, digits(falling(radius))],
      ]),
    ]),
    decidedByHfc: byHfc,
    decidedBySvd: bySvd,
    compareSplits: compareSplits(byHfc, bySvd),
    batchStatistics: {
      ...{ normalizations: 3, batchSize: 20, n: N },
      rows: [
        {
          component: 'x',
          radius: null,
          rescale: 'none',
          running: shareOf(32, N),
          batch: shareOf(30, N),
          test: test(32, 30),
        },
        {
          component: 'hfc',
          radius: 8,
          rescale: 'none',
          running: shareOf(4, N),
          batch: shareOf(20, N),
          test: test(4, 20),
        },
      ],
    },
    firstLayer: {
      ...{
        name: '/stem/Conv',
        shape: [4, 3, 3, 3],
        weights: [...weights.data],
        smoothness: spectrum.share,
        spread,
      },
      power: [...spectrum.power.data],
    },
    certificate: {
      ...{ n: N, clean: shareOf(clean, N), distance: 'l2', radii: 100, evaluations: 4000 },
      broken: { l2: broken.map((at) => (at === null ? null : 10 * at)), linf: broken },
      curves: { l2: [], linf: [] },
    },
    attacks: {
      ...{ n: N, images: Array.from({ length: N }, (_, at) => at), white: [...ringShares(32, 32)] },
      rows: planned.map((one) => attackRow(one, standing(one.name))),
    },
    heatMap: {
      ...{
        n: 50,
        height: 32,
        width: 32,
        norm: 4,
        stream: 'heat map',
        us: [-16, -8, 0, 8],
        vs: [-16, -8, 0, 8],
      },
      wrong: [10, 11, 12, 11, 13, 20, 25, 20, 14, 45, 9, 45, 13, 20, 25, 20],
    },
    smoothing: {
      ...{ preset: 'paper', n: 30, convolution: { name: '/stem/Conv', shape: [4, 3, 3, 3] } },
      columns: [{ measure: 'fgsm@8/255', method: 'fgsm', epsilon: 8 / 255, text: '8/255', settings: null }],
      rows: [0, 0.5].map((rho) => ({
        rho,
        measures: {
          clean: shareOf(rho === 0 ? 24 : 12, 30),
          'fgsm@8/255': shareOf(3, 30),
          smoothness: { value: rho === 0 ? spectrum.share : 0.55, n: null, low: null, high: null },
        },
        spread,
        paired: { clean: test(24, rho === 0 ? 24 : 12), 'fgsm@8/255': test(3, 3) },
      })),
    },
  };
}

function attackRow(
  { name, epsilon: size, settings }: ReturnType<typeof attackPlan>[number],
  left: number,
): AttackRow {
  return {
    ...{ name, epsilon: size.text, settings, robust: shareOf(left, N), standing: digits(left) },
    ...{ afterRestart: Array.from({ length: settings.restarts }, () => left / N), rounded: shareOf(left, N) },
    ...{ evaluations: 1234, zeroGradientShare: 0, bandLeak: settings.band ? 0.003 : null },
    energy: {
      n: 32,
      shares: Array.from({ length: 24 }, (_, ring) => (ring < 16 ? 1 / 16 : 0)),
      within: [{ radius: 8, share: 9 / 16, white: 0.192 }],
    },
  };
}

/** The pictures of the record's gallery. */
export function exampleGallery(): GalleryImage[] {
  const picture = (scale: number) =>
    float32(
      [3, 8, 8],
      Float32Array.from({ length: 192 }, (_, at) => scale * Math.sin(at)),
    );
  return [1, 0].map((place) => ({ place, original: picture(0.5), lfc: picture(0.4), hfc: picture(0.1) }));
}

/** Audits of two models and what is found between them. */
export function exampleComparison(names: readonly [string, string] = ['one', 'two']): {
  readonly comparison: Comparison;
  readonly audits: readonly AuditRecord[];
} {
  const [first, second] = names;
  const audits = [
    exampleAudit({ name: first }),
    exampleAudit({ name: second, clean: 20, standing: () => 18 }),
  ];
  const cells = names.flatMap((from) =>
    names.map((to) => ({
      ...{ from, to, accuracy: shareOf(from === to ? 2 : 18, N) },
      foolingRate: from === to ? shareOf(18, 20) : shareOf(7, 20),
    })),
  );
  const comparison = comparisonSchema.parse({
    ...{ schema: 'passband.comparison', version: 1, status: 'finished', models: [...names] },
    request: { models: ['one.onnx', 'two.onnx'], flags: { dataset: 'cifar-10' } },
    pairs: comparePairs(audits),
    transfer: { attack: 'pgd@8/255', n: N, result: { models: [...names], cells } },
  });
  return { comparison, audits };
}
