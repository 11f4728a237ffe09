// Keeps audits for the docs: node scripts/keepAudit.mjs NAME AUDIT [AUDIT …]
// writes docs/results/NAME.json for one audit, or NAME-MODEL.json for each of several, and NAME-lfc.svg, NAME-hfc.svg,
// NAME-robustness.svg and, for each model, NAME-MODEL-certificate.svg and NAME-MODEL-heat-map.svg.
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { auditRecordSchema } from '../dist/audit/records/auditRecord.js';
import { writeFileAtomically } from '../dist/files/writeFileAtomically.js';
import { radiusComparison, robustnessComparison } from '../dist/report/audit/comparisonCharts.js';
import { robustnessChart } from '../dist/report/audit/sections/robustnessCharts.js';
import { renderSvg } from '../dist/report/charts/renderSvg.js';
import { standaloneSvg } from '../dist/report/charts/standaloneSvg.js';
import { heatMapPicture } from '../dist/report/pictures/heatMapPicture.js';
import { coloursOf } from '../dist/report/theme/theme.js';

const [name, ...folders] = process.argv.slice(2);
if (folders.length === 0) throw new Error('usage: node scripts/keepAudit.mjs NAME AUDIT [AUDIT …]');
await mkdir('docs/results', { recursive: true });
const out = (file) => join('docs', 'results', file);
const keep = async (file, spec) => {
  if (spec === undefined) return;
  const svg = typeof spec === 'string' ? spec : await renderSvg(spec);
  await writeFileAtomically(out(file), standaloneSvg(svg, coloursOf(audits.length)));
};

const audits = [];
for (const folder of folders) {
  const record = auditRecordSchema.parse(JSON.parse(await readFile(join(folder, 'audit.json'), 'utf8')));
  const model = record.model.name;
  // Where the files lay is a matter of one machine.
  const { dataDir, ...flags } = record.request.flags;
  audits.push({
    ...record,
    request: {
      models: record.request.models.map((path) => basename(path.replace(/\/model\.onnx$/, ''))),
      flags,
    },
    model: {
      ...record.model,
      path: `${model}.onnx`,
      preflight: { ...record.model.preflight, file: `${model}.onnx` },
    },
  });
}
for (const record of audits) {
  const title = audits.length > 1 ? `${name}-${record.model.name}` : name;
  await writeFileAtomically(out(`${title}.json`), `${JSON.stringify(record)}\n`);
  await keep(`${title}-certificate.svg`, robustnessChart(record, 'linf'));
  const { heatMap } = record.sections;
  const description = `Error rate of ${record.model.name} when one frequency is disturbed`;
  if (heatMap) await keep(`${title}-heat-map.svg`, heatMapPicture(heatMap, { description, radii: [8] }));
}
await keep(`${name}-lfc.svg`, radiusComparison(audits, 'lfc'));
await keep(`${name}-hfc.svg`, radiusComparison(audits, 'hfc'));
await keep(`${name}-robustness.svg`, robustnessComparison(audits, 'linf'));
