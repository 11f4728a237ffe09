import {
  type StudyClaim,
  type StudyFigure,
  type StudyRecord,
  type StudyTable,
  studyRecordSchema,
} from '#passband/report/study/studyRecord.ts';

const radii = [4, 8, 12, 16];
const settings = ['vanilla', 'dropout', 'mixup', 'batch norm', 'adversarial training'];

/** A share's interval, roughly. */
const around = (value: number, n: number) => {
  const half = 1.96 * Math.sqrt((value * (1 - value)) / n);
  return { low: Math.max(0, value - half), high: Math.min(1, value + half) };
};

function curve(
  name: string,
  stroke: Partial<StudyFigure['panels'][0]['curves'][0]['stroke']> & { of: 'x' | 'lfc' | 'hfc' },
  valueAt: (epoch: number) => number,
  epochs = 12,
) {
  const points = Array.from({ length: epochs }, (_, index) => {
    const value = Math.round(1000 * valueAt(index + 1)) / 1000;
    return { x: index + 1, value, ...around(value, 1000) };
  });
  return { name, stroke: { index: 0, count: 1, isTraining: false, ...stroke }, points };
}

/** Fig. 5 in its layout: a panel a setting, training and test, LFC and HFC at four radii. */
export function curvesFigure(): StudyFigure {
  const panels = settings.map((title, place) => {
    const top = 0.9 - 0.06 * place;
    const grown = (epoch: number) => 1 - Math.exp(-0.5 * epoch);
    return {
      title,
      missing: null,
      curves: [
        curve('training', { of: 'x', isTraining: true }, (epoch) => 0.1 + (top - 0.02) * grown(epoch)),
        curve('test', { of: 'x' }, (epoch) => 0.1 + (top - 0.2) * grown(epoch)),
        ...radii.flatMap((radius, index) => [
          curve(
            `LFC ${radius}`,
            { of: 'lfc', index, count: 4 },
            (epoch) => 0.1 + (0.16 + 0.14 * index) * grown(epoch) * (1 - 0.02 * epoch * (place % 2)),
          ),
          curve(
            `HFC ${radius}`,
            { of: 'hfc', index, count: 4 },
            (epoch) => 0.1 + (0.3 - 0.08 * index) * grown(0.4 * epoch) * (place === 4 ? 0.2 : 1),
          ),
        ]),
      ],
      levels: [{ name: 'chance', value: 0.1 }],
    };
  });
  return {
    ...{ id: 'fig5', title: 'Accuracy along training, by heuristic', paper: 'Fig. 5', kind: 'curves' },
    caption: 'Each panel is one heuristic. LFC r keeps the frequencies within radius r, HFC r the rest.',
    x: { title: 'epoch', kind: 'number', categories: [] },
    y: { title: 'accuracy', unit: 'share' },
    spread: '95% interval over images (Wilson); one seed',
    panels,
  };
}

/** Fig. 6 in its layout: few curves, with bands, and a panel that is missing. */
export function bandsFigure(): StudyFigure {
  const panel = (radius: number) => ({
    title: `r = ${radius}`,
    missing: radius === 12 ? "run 'r=12 with batch norm' failed: the loss is not finite at epoch 2" : null,
    curves:
      radius === 12
        ? []
        : ['with batch norm', 'without'].map((name, index) => ({
            name,
            stroke: { of: 'series' as const, index, count: 2, isTraining: false },
            points: [1, 2, 4, 8, 12].map((x) => {
              const value = 0.9 * (1 - Math.exp((-0.1 * x * radius) / 4 / (1 + index)));
              return { x, value, low: value - 0.04, high: value + 0.05 };
            }),
          })),
    levels: [],
  });
  return {
    ...{ id: 'fig6', title: 'With and without batch norm, trained on LFC', paper: 'Fig. 6', kind: 'curves' },
    caption: 'Training accuracy on LFC.',
    x: { title: 'epoch', kind: 'number', categories: [] },
    y: { title: 'training accuracy', unit: 'share' },
    spread: 'smallest to largest of 3 seeds around their mean',
    panels: radii.map(panel),
  };
}

/** Whiskers over categories. */
export function barsFigure(): StudyFigure {
  return {
    ...{ id: 'hfc-by-heuristic', title: 'Accuracy on HFC after the last epoch', paper: null, kind: 'bars' },
    caption: 'Of each setting, at three radii.',
    x: { title: 'setting', kind: 'category', categories: settings },
    y: { title: 'accuracy on HFC', unit: 'share' },
    spread: '95% Wilson intervals over images',
    panels: [
      {
        title: '',
        missing: null,
        curves: [4, 8, 12].map((radius, index) => ({
          name: `HFC ${radius}`,
          stroke: { of: 'hfc' as const, index, count: 3, isTraining: false },
          points: settings.map((_, x) => {
            const value = 0.1 + 0.05 * x + 0.1 * (2 - index);
            return { x, value, ...around(value, 1000) };
          }),
        })),
        levels: [{ name: 'chance', value: 0.1 }],
      },
    ],
  };
}

/** One panel whose curves have their names beside them. */
export function labelledFigure(): StudyFigure {
  const { panels, ...figure } = curvesFigure();
  return {
    ...figure,
    id: 'one-setting',
    title: 'Accuracy along training',
    panels: [{ ...panels[0], title: '' }],
  };
}

/** Table 2 in its layout, with the paper's numbers. */
export function table2(): StudyTable {
  const rows: [string, ...number[]][] = [
    ['natural', 0.856, 0.107, 0.069, 0.044, 0.003, 0.002, 0.002],
    ['natural ρ = .10', 0.815, 0.149, 0.105, 0.073, 0.009, 0.002, 0.001],
    ['natural ρ = .25', 0.743, 0.16, 0.11, 0.079, 0.021, 0.005, 0.005],
    ['natural ρ = .50', 0.674, 0.17, 0.11, 0.083, 0.031, 0.016, 0.014],
    ['natural ρ = 1.0', 0.631, 0.171, 0.14, 0.127, 0.086, 0.078, 0.078],
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: this is the paper's.
    ['adversarial', 0.707, 0.435, 0.232, 0.137, 0.403, 0.138, 0.038],
    ['adversarial ρ = .10', 0.691, 0.412, 0.192, 0.109, 0.379, 0.13, 0.047],
    ['adversarial ρ = .25', 0.667, 0.385, 0.176, 0.097, 0.352, 0.116, 0.04],
    ['adversarial ρ = .50', 0.653, 0.365, 0.18, 0.106, 0.334, 0.121, 0.062],
    ['adversarial ρ = 1.0', 0.638, 0.356, 0.223, 0.186, 0.337, 0.175, 0.131],
  ];
  const columns = [
    { name: 'clean', group: null },
    ...['FGSM', 'PGD'].flatMap((group) =>
      ['.03', '.06', '.09'].map((name) => ({ name: `ε = ${name}`, group })),
    ),
  ];
  return {
    ...{ id: 'table2', title: 'Accuracy under attack, by smoothing', paper: 'Table 2', corner: 'model' },
    caption: 'Attacks of fixed ε on each model, smoothed as eq. 3 does.',
    columns,
    rows: rows.map(([name, ...papers], row) => ({
      name,
      cells: papers.map((paper, column) => {
        const value = Math.round(1000 * Math.min(1, paper * (1 + 0.03 * (column - 2)) + 0.004)) / 1000;
        const isMissing = row === 9 && column > 3;
        return {
          ours: isMissing ? null : { value, ...around(value, 1000), sd: null, seeds: 1, n: 1000 },
          unit: 'share' as const,
          paper,
          isInside: isMissing ? null : Math.abs(value - paper) < 0.02,
          images: isMissing ? null : ('test' as const),
          note: isMissing ? 'not run, about 40 min' : null,
        };
      }),
    })),
  };
}

/** Table 1 in its layout, over three seeds. */
export function table1(): StudyTable {
  const papers = [
    [4, 0.9668, 0.6167, 0.9885, 0.2002],
    [8, 0.9786, 0.7154, 0.9768, 0.092],
    [12, 0.9786, 0.7516, 0.9797, 0.0997],
    [16, 0.9839, 0.7714, 0.9384, 0.1281],
  ];
  return {
    ...{ id: 'table1', title: 'Trained on LFC or HFC, tested on x', paper: 'Table 1', corner: 'r' },
    caption: 'Training accuracy is of what it was trained on.',
    columns: ['LFC', 'HFC'].flatMap((group) => ['train', 'test'].map((name) => ({ name, group }))),
    rows: papers.map(([radius, ...numbers]) => ({
      name: String(radius),
      cells: numbers.map((paper, column) => {
        const value = Math.round(10_000 * (paper - 0.0213 * (column + 1))) / 10_000;
        const isTraining = column % 2 === 0;
        const isFitted = !(radius === 16 && column === 2);
        return {
          ours: {
            value,
            low: value - 0.011,
            high: value + 0.012,
            sd: 0.0084,
            seeds: 3,
            n: isTraining ? 10_000 : 1000,
          },
          unit: 'share' as const,
          paper,
          isInside: column < 2,
          images: isTraining ? ('train' as const) : ('test' as const),
          note: isFitted ? null : 'not fitted (.74)',
        };
      }),
    })),
  };
}

export function exampleClaims(): StudyClaim[] {
  const rule = 'All HFC and LFC curves lie within 5 points of vanilla’s after the last epoch.';
  return [
    {
      ...{ id: 'C15', where: '§5.1, Fig. 5', text: 'Dropout behaves like vanilla.', verdict: 'holds', rule },
      reason: null,
      numbers: [
        { name: 'largest difference', text: '3.1 points (LFC at r = 8)', verdict: 'holds' },
        { name: 'on x', text: '71.2% and 70.3%', verdict: null },
      ],
    },
    {
      ...{
        id: 'C16',
        where: '§5.1',
        text: 'Mixup takes up more HFC at similar accuracy.',
        verdict: 'does not hold',
      },
      rule: 'HFC accuracy is above vanilla’s (McNemar, p < 0.05) and clean accuracy within 3 points.',
      reason: 'Clean accuracy is 4.2 points lower.',
      numbers: [
        {
          name: 'HFC at r = 4',
          text: '24.0% against 19.8%, difference 4.2 points (1.1 to 7.3)',
          verdict: 'does not hold',
        },
      ],
    },
    {
      ...{
        id: 'C17',
        where: '§5.1',
        text: 'Batch norm takes up more LFC and HFC, most at r = 4 and 8.',
        rule,
      },
      verdict: 'undecided',
      reason: 'One run did not reach the training accuracy of .9 and decides nothing.',
      numbers: [],
    },
    {
      ...{
        id: 'C18',
        where: '§5.1',
        text: 'Adversarial training has lower accuracy and a smaller gap.',
        rule,
      },
      verdict: 'holds',
      reason: null,
      numbers: [{ name: 'gap', text: '4.0 points against 17.9', verdict: 'holds' }],
    },
    {
      ...{
        id: 'C24',
        where: 'Table 2, 4',
        text: 'Clean accuracy falls with ρ.',
        verdict: 'holds',
        reason: null,
      },
      rule: 'Each step is below the one before on the same images.',
      numbers: [],
    },
    {
      ...{ id: 'C26', where: 'Table 2', text: 'For the adversarial model smoothing helps only at large ε.' },
      verdict: 'undecided',
      rule: 'ρ = 1 is below ρ = 0 at .03 and above it at .09.',
      reason: 'The difference at .09 is 1.0 point (−0.4 to 2.4), which contains 0.',
      numbers: [{ name: 'difference at ε = .09', text: '1.0 point (−0.4 to 2.4)', verdict: 'undecided' }],
    },
  ];
}

/** A made-up study that has one of everything. */
export function exampleStudy(changes: Partial<StudyRecord> = {}): StudyRecord {
  const record: StudyRecord = {
    ...{ schema: 'passband.study', version: 1, status: 'finished', name: 'heuristics', recipe: 1 },
    title: 'Training heuristics and what they make a network use',
    paper: 'Fig. 5 and 12, Table 2',
    about:
      'Five networks that differ in one heuristic each are trained alike and asked about x, LFC and HFC after each epoch.',
    command: 'passband study heuristics --dataset cifar-10 --scale laptop',
    versions: { passband: '0.9.0', node: '22.1.0', onnxruntime: '1.24.0' },
    ...{ scale: 'laptop', preset: 'paper', seeds: [0] },
    dataset: {
      ...{ name: 'cifar-10', classes: 10, shape: [3, 32, 32], learned: 10_000, test: 1000, reserve: 10_000 },
      hashes: { 'data_batch_1.bin': 'ab'.repeat(32), 'test_batch.bin': 'cd'.repeat(32) },
    },
    radii: radii.map((radius) => ({ radius, paper: null })),
    base: { network: 'resnet-32', optimizer: 'adam', learningRate: 0.001, batchSize: 100, epochs: 12 },
    notes: ['Trained on 10,000 of 50,000 images for 12 of 100 epochs.'],
    runs: settings.map((name, index) => ({
      ...{ name, seed: 0, state: 'complete', epoch: 12, epochs: 12, failure: null },
      hash: String(index).repeat(64),
      trainAccuracy: 0.97 - 0.06 * index,
      elapsedMs: 754_000 + 61_000 * index,
      varied: index === 0 ? {} : { [name.replaceAll(' ', '')]: index === 1 ? 0.5 : true },
    })),
    secondsLeft: null,
    claims: exampleClaims(),
    figures: [curvesFigure(), bandsFigure(), barsFigure()],
    tables: [table1(), table2()],
    pictures: [
      {
        ...{ id: 'kernels', title: 'Kernels of the first layer', caption: 'Natural and adversarial.' },
        ...{ paper: 'Fig. 7', file: 'kernels.svg', width: 200, height: 80 },
      },
    ],
    methods:
      'We trained a ResNet-32 with Adam (learning rate 0.001, batch size 100) for 12 epochs on 10,000 images of CIFAR-10 and measured it on 1,000 test images.',
  };
  return studyRecordSchema.parse({ ...record, ...changes });
}

/** The same while it runs: one run complete, one at work, one failed, the others to come. */
export function runningStudy(): StudyRecord {
  const whole = exampleStudy();
  const states = ['complete', 'running', 'failed', 'to come', 'to come'] as const;
  const { figures } = whole;
  return exampleStudy({
    ...{ status: 'running', secondsLeft: 2520, claims: [], tables: [] },
    runs: whole.runs.map((run, index) => ({
      ...run,
      state: states[index],
      epoch: [12, 5, 2, 0, 0][index],
      trainAccuracy: index < 2 ? run.trainAccuracy : null,
      failure: index === 2 ? 'the loss is not finite at epoch 3' : null,
      elapsedMs: index > 2 ? 0 : run.elapsedMs,
    })),
    figures: [
      {
        ...figures[0],
        panels: figures[0].panels.map((panel, index) => ({
          ...panel,
          missing: index === 2 ? 'run failed: the loss is not finite at epoch 3' : null,
          curves:
            index > 1
              ? []
              : panel.curves.map((one) => ({ ...one, points: one.points.slice(0, index === 0 ? 12 : 5) })),
        })),
      },
    ],
  });
}

/** A picture of `exampleStudy`. */
export const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" viewBox="0 0 200 80" role="img" aria-label="Kernels"><rect x="10" y="10" width="60" height="60" fill="#762a83"/><text x="80" y="40" fill="#1b1b1b">ρ = 0.25</text></svg>';

/** Two studies on two data sets, and one more at another scale, as `study all` shows them. */
export function exampleIndex() {
  const first = exampleStudy();
  const fashion = exampleStudy({
    dataset: { ...first.dataset, name: 'fashion-mnist' },
    claims: first.claims.map((claim, index) => ({
      ...claim,
      verdict: index % 2 === 0 ? 'does not hold' : claim.verdict,
    })),
  });
  const tables = exampleStudy({ name: 'smoothing', title: 'Smoothing the first layer', scale: 'smoke' });
  const few = exampleStudy({ ...tables, claims: tables.claims.slice(4), figures: [] });
  return [
    { record: first, href: '../heuristics-cifar-10/study.html' },
    { record: fashion, href: '../heuristics-fashion-mnist/study.html' },
    { record: few, href: '../smoothing-cifar-10/study.html' },
    { record: runningStudy(), href: '../running/study.html' },
  ];
}
