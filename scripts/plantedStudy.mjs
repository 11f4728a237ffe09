// Trains what `npm start` trains, and the same with a grating that says nothing, measures what each relies on, and
// writes it beside the known answers to docs/results/planted.json and planted.svg.
// Run after the build: node scripts/plantedStudy.mjs [seed …]
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { plantedDataset } from '../dist/data/planted/planted.js';
import { readModel } from '../dist/onnx/read/readModel.js';
import { renderSvg } from '../dist/report/charts/renderSvg.js';
import { accuracyCurves } from '../dist/report/run/accuracyCurves.js';
import { ink, paper } from '../dist/report/theme/theme.js';
import { blockSize } from '../dist/runtime/blockSize.js';
import { createClassifier } from '../dist/runtime/classifier.js';
import { onnxruntime } from '../dist/runtime/onnxruntime.js';
import { createPool } from '../dist/runtime/pool.js';
import { wilsonInterval } from '../dist/statistics/wilsonInterval.js';
import { plantedReliance } from '../dist/studies/planted/plantedReliance.js';
import { resolveConfig } from '../dist/training/config/config.js';
import { readHistory } from '../dist/training/run/history.js';
import { noProgress } from '../dist/workflows/common/progressSink.js';
import { trainRun } from '../dist/workflows/training/trainRun.js';

const seeds = process.argv.slice(2).map(Number);
if (seeds.length === 0) seeds.push(0);
const threads = availableParallelism();
const radius = 8;

const runs = [];
for (const seed of seeds)
  for (const highReliability of [0.9, 0]) runs.push(await study(seed, highReliability));
const record = {
  schema: 'passband.planted-study',
  version: 1,
  command: ['node scripts/plantedStudy.mjs', ...seeds].join(' '),
  versions: runs[0].versions,
  threads,
  runs: runs.map(({ versions, ...run }) => run),
};
const results = new URL('../docs/results/', import.meta.url);
await mkdir(results, { recursive: true });
await writeFile(new URL('planted.json', results), `${JSON.stringify(record, null, 1)}\n`);
await writeFile(new URL('planted.svg', results), await figure(runs.slice(0, 2)));

/** One training with everything that is measured on it. */
async function study(seed, highReliability) {
  const dataset = plantedDataset({ seed, highReliability });
  const folder = await mkdtemp(join(tmpdir(), 'passband-planted-'));
  const pool = createPool({ threads });
  try {
    const out = join(folder, 'run');
    const config = resolveConfig({ dataset: 'planted', seed }, { threads, out });
    const before = process.cpuUsage();
    const progress = { ...noProgress, epoch: ([{ epoch }]) => process.stderr.write(`${epoch} `) };
    const { record } = await trainRun(config, {
      progress,
      now: Date.now,
      signal: new AbortController().signal,
      dataset,
    });
    const { user, system } = process.cpuUsage(before);
    const rows = (await readHistory(out)).filter(({ split }) => split === 'test');
    const graph = readModel(join(out, 'model.onnx'));
    const classifier = await createClassifier(pool, graph, { block: await blockSize(onnxruntime) });
    const reliance = await plantedReliance(classifier, dataset, { radius });
    await classifier.release();
    const accuracy = (epoch, component, at) =>
      rows.find((row) => row.epoch === epoch && row.component === component && row.radius === at).accuracy;
    const run = {
      seed,
      highReliability,
      trainingProcessorSeconds: Math.round((user + system) / 1e6),
      epochs: Array.from({ length: config.epochs }, (_, index) => ({
        epoch: index + 1,
        x: accuracy(index + 1, 'x', null),
        lfc: accuracy(index + 1, 'lfc', radius),
        hfc: accuracy(index + 1, 'hfc', radius),
      })),
      reliance,
      known: knownAnswers(dataset, reliance),
      versions: record.versions,
    };
    process.stderr.write(`${JSON.stringify({ seed, highReliability, known: run.known })}\n`);
    return run;
  } finally {
    await pool.release();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the truth about the test images says about each measurement, beside it. */
function knownAnswers({ test, truth: { test: truth } }, { x, lfc, hfc, decidedByHfc, followsGrating }) {
  const shows = (shown) => test.labels.filter((label, image) => label === shown[image]).length / test.count;
  const [silhouette, grating] = [shows(truth.lowClass), shows(truth.highClass)];
  const informative = grating > 0.2;
  const answer = (question, { count, n }, most, least = 0) => {
    const { low, high } = wilsonInterval(count, n);
    const agrees = low <= most && high >= least;
    return { question, least, most, measured: count / n, low, high, n, agrees };
  };
  return [
    answer(
      'right on x: as often as the better of the two parts shows the label',
      x,
      Math.max(silhouette, grating),
    ),
    answer('right on LFC: as often as the silhouette shows the label', lfc, silhouette),
    ...(informative
      ? [answer('right on HFC: as often as the grating shows the label', hfc, grating)]
      : [
          answer('right on HFC: chance', hfc, 0.1, 0.1),
          answer('decided by HFC: at most chance', decidedByHfc, 0.1),
          answer('follows the grating where the parts disagree: at most chance', followsGrating, 1 / 9),
        ]),
  ];
}

/** Accuracy on x, LFC and HFC after each epoch, with a grating that follows the label and with one that does not. */
function figure(pair) {
  const titles = ['The grating follows the label (0.9)', 'The grating says nothing (0)'];
  const charts = pair.map(({ epochs }, index) => {
    const rows = epochs.flatMap(({ epoch, x, lfc, hfc }) => [
      { epoch, component: 'x', radius: null, accuracy: x },
      { epoch, component: 'lfc', radius, accuracy: lfc },
      { epoch, component: 'hfc', radius, accuracy: hfc },
    ]);
    const options = { radii: [radius], classes: 10, description: titles[index] };
    const { config, background, padding, ...chart } = accuracyCurves(rows, options);
    return { config, chart: { ...chart, title: { text: titles[index], anchor: 'start', color: ink.light } } };
  });
  return renderSvg({
    background: paper.light,
    padding: 12,
    description: 'Accuracy on planted test images after each epoch, on x, LFC and HFC at r = 8',
    config: charts[0].config,
    hconcat: charts.map(({ chart }) => chart),
  });
}
