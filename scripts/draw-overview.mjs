// Draws the README's picture from a run on the planted data set:
//   npm start && node scripts/draw-overview.mjs runs/planted-six-conv docs/overview.svg
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  accuracyCurves,
  createSession,
  openRun,
  plantedDataset,
  readBatch,
  readHistory,
  readModel,
  renderSvg,
  slice,
  splitFrequencies,
} from '../dist/index.js';
import { escapeHtml } from '../dist/report/page/html.js';
import { pngDataUri } from '../dist/report/pictures/encodePng.js';
import { onnxruntime } from '../dist/runtime/onnxruntime.js';

const [folder, file] = process.argv.slice(2);
const radius = 8;
const { config } = (await openRun(folder)).record;
const rows = (await readHistory(folder)).filter(({ split }) => split === 'test');
const { classes, test, truth } = plantedDataset({ seed: config.seed });

const indices = Array.from({ length: test.count }, (_, index) => index);
const { images, labels } = await readBatch(test, indices);
const { lfc, hfc } = splitFrequencies(images, radius);
const session = await createSession(onnxruntime, await readModel(join(folder, 'model.onnx')));
const [onImage, onLfc, onHfc] = [await answers(images), await answers(lfc), await answers(hfc)];
await session.release();

// An image that is decided by what a person does not see: its silhouette shows another class than its label.
const chosen = indices.find(
  (index) =>
    truth.test.lowClass[index] !== labels[index] &&
    onImage[index] === labels[index] &&
    onHfc[index] === labels[index] &&
    onLfc[index] === truth.test.lowClass[index],
);
if (chosen === undefined) throw new Error(`no test image of ${folder} is decided by its high frequencies`);

const chart = await renderSvg(
  accuracyCurves(rows, {
    radii: config.radius,
    classes: classes.length,
    description: 'Accuracy on test images after each epoch',
  }),
);
const panels = [
  ['an image', images, 0, onImage],
  [`its low frequencies, r ≤ ${radius}`, lfc, 0, onLfc],
  [`its high frequencies, × 4`, amplified(hfc), 0.5, onHfc],
];
const column = panels.map(([caption, tensor, offset, answer], row) => {
  const y = 34 + row * 98;
  const one = slice(tensor, chosen, chosen + 1);
  const picture = pngDataUri({ ...one, shape: one.shape.slice(1) }, { offset });
  return `<image x="8" y="${y}" width="84" height="84" href="${picture}" style="image-rendering:pixelated"/>
<text x="104" y="${y + 36}">${escapeHtml(caption)}</text>
<text x="104" y="${y + 58}" font-weight="600">“${escapeHtml(classes[answer[chosen]])}”</text>`;
});
writeFileSync(
  file,
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 760 336" font-family="system-ui, sans-serif" font-size="13" fill="#1b1b1b" role="img" aria-label="What a network says of an image and of its low and high frequencies, and its accuracy on each while it trains">
<rect width="760" height="336" fill="#fff"/>
<text x="8" y="20" fill="#5f5f5c">What the network says</text>
${column.join('\n')}
<text x="300" y="20" fill="#5f5f5c">Accuracy on 1,000 test images while it trains, radius by radius</text>
${chart.replace('<svg ', '<svg x="296" y="36" ')}
</svg>
`,
);

async function answers(shown) {
  const { logits } = await session.run({ images: shown });
  return indices.map((index) => {
    const row = logits.data.subarray(index * classes.length, (index + 1) * classes.length);
    return row.indexOf(Math.max(...row));
  });
}

function amplified({ shape, data, type }) {
  return { type, shape, data: data.map((value) => 4 * value) };
}
