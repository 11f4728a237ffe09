// Keeps a run's numbers and curves for the docs: node scripts/keepRun.mjs RUN NAME
// writes docs/results/NAME.json (command, configuration, versions, data, history), NAME-train.svg and NAME-test.svg.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../dist/files/writeFileAtomically.js';
import { renderSvg } from '../dist/report/charts/renderSvg.js';
import { accuracyCurves } from '../dist/report/run/accuracyCurves.js';
import { commandOf } from '../dist/report/run/commandOf.js';
import { readHistory } from '../dist/training/run/history.js';
import { openRun } from '../dist/training/run/runFolder.js';

const [folder, name] = process.argv.slice(2);
if (!name) throw new Error('usage: node scripts/keepRun.mjs RUN NAME');
const { record } = await openRun(folder);
const rows = await readHistory(folder);
const { config, dataset, versions, parameters } = record;
// Where the data lay and where the run was written are matters of one machine.
const shown = { ...config, dataDir: null, out: `runs/${name}` };
const columns = ['epoch', 'split', 'component', 'radius', 'loss', 'accuracy', 'correct', 'n', 'elapsedMs'];
const history = rows.map((row) =>
  columns.map((key) => (key === 'loss' || key === 'accuracy' ? Number(row[key].toFixed(4)) : row[key])),
);

await mkdir('docs/results', { recursive: true });
const out = (file) => join('docs', 'results', file);
const head = JSON.stringify(
  { command: commandOf(shown), config: shown, versions, dataset, parameters, columns },
  null,
  1,
);
const lines = history.map((row) => `  ${JSON.stringify(row)}`).join(',\n');
await writeFileAtomically(out(`${name}.json`), `${head.slice(0, -2)},\n "history": [\n${lines}\n ]\n}\n`);
for (const split of ['train', 'test']) {
  const chart = accuracyCurves(
    rows.filter((row) => row.split === split),
    {
      radii: config.radius,
      classes: dataset.classes.length,
      description: `Accuracy on the ${split} images against epoch, ${config.network} on ${dataset.name}`,
    },
  );
  await writeFileAtomically(out(`${name}-${split}.svg`), await renderSvg(chart));
}
