import type { RunReportOptions } from '#passband/report/run/runReport.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { resolveConfig } from '#passband/training/config/config.ts';
import type { ClassificationRow } from '#passband/training/tasks/classification/classification.ts';

const radii = [4, 8, 12, 16];
const classes = [
  'disc',
  'ring',
  'square',
  'cross',
  'triangle',
  'wide bar',
  'tall bar',
  'two dots',
  'crescent',
  'star',
];

/** A made-up run whose curves have the shapes that real ones have: LFC learned first, HFC later. */
export function exampleRun({ epochs = 12 } = {}): RunReportOptions {
  const rows: ClassificationRow[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const [split, n, ceiling] of [
      ['train', 2000, 0.97],
      ['test', 1000, 0.9],
    ] as const) {
      const row = (component: 'x' | 'lfc' | 'hfc', radius: number | null, accuracy: number) => {
        const correct = Math.round(accuracy * n);
        const loss = -Math.log(Math.max(0.02, accuracy)) * 1.1;
        rows.push({
          epoch,
          split,
          component,
          radius,
          loss,
          accuracy: correct / n,
          correct,
          n,
          elapsedMs: 4000 * epoch,
        });
      };
      const grown = (speed: number) => 1 - Math.exp(-speed * epoch);
      row('x', null, 0.1 + (ceiling - 0.1) * grown(0.5));
      radii.forEach((radius, index) => {
        row(
          'lfc',
          radius,
          0.1 + (ceiling - 0.1) * (0.3 + 0.22 * index) * grown(0.9) * (1 - 0.01 * epoch * (3 - index)),
        );
        row(
          'hfc',
          radius,
          0.1 + (ceiling - 0.1) * [0.75, 0.45, 0.4, 0.02][index] * grown(0.12) * (1 - 0.003 * epoch),
        );
      });
    }
  }
  const samples = Array.from({ length: 8 }, (_, index) => {
    const original = picture(index);
    const label = classes[index];
    return {
      label,
      original: { image: original, prediction: label },
      lfc: radii.map((radius, at) => ({
        image: blurred(original, 16 / radius),
        prediction: at > 1 ? label : classes[(index + 3) % 10],
      })),
      hfc: radii.map((radius, at) => ({
        image: rest(original, blurred(original, 16 / radius)),
        prediction: at < 2 ? label : classes[(index + 5) % 10],
      })),
    };
  });
  return {
    run: {
      schema: 'passband.run',
      version: 2,
      config: resolveConfig({ dataset: 'planted', epochs }, { threads: 2, out: 'run' }),
      dataset: {
        name: 'planted',
        classes,
        shape: [3, 32, 32],
        hashes: { 'planted v1, seed 0': 'c0ffee'.repeat(10).slice(0, 64) },
        trainCount: 6000,
        learnedCount: 5400,
        heldOutCount: 600,
        measuredCount: 2000,
        testCount: 1000,
        notices: [],
      },
      versions: { passband: '0.1.0', node: '20.20.2', onnxruntime: '1.30.0' },
      parameters: 74186,
      status: 'finished',
    },
    rows,
    samples,
    command: 'passband train --dataset planted --network six-conv --epochs 12 --out run',
    knownAnswers: [
      {
        question: 'Accuracy on HFC, r = 8, where the grating tells nothing',
        expected: '10% (chance)',
        measured: '9.8% (8.1 – 11.8)',
        agrees: true,
      },
    ],
  };
}

function picture(seed: number): Tensor<'float32'> {
  const image = float32([3, 32, 32]);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const inside = Math.hypot(y - 12 - seed, x - 15) < 8 ? 0.45 : 0;
        const grating = 0.06 * Math.sin((x * Math.cos(seed) + y * Math.sin(seed)) * 2.6);
        image.data[channel * 1024 + y * 32 + x] =
          0.25 + 0.1 * channel + inside * (channel === seed % 3 ? 1 : 0.4) + grating;
      }
    }
  }
  return image;
}

function blurred(image: Tensor<'float32'>, width: number): Tensor<'float32'> {
  const reach = Math.ceil(width);
  const out = float32(image.shape);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        let sum = 0;
        let count = 0;
        for (let v = Math.max(0, y - reach); v <= Math.min(31, y + reach); v++) {
          for (let u = Math.max(0, x - reach); u <= Math.min(31, x + reach); u++) {
            sum += image.data[channel * 1024 + v * 32 + u];
            count++;
          }
        }
        out.data[channel * 1024 + y * 32 + x] = sum / count;
      }
    }
  }
  return out;
}

function rest(image: Tensor<'float32'>, low: Tensor<'float32'>): Tensor<'float32'> {
  return float32(
    image.shape,
    image.data.map((pixel, index) => pixel - low.data[index]),
  );
}
