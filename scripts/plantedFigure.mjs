// Draws docs/planted.svg from the planted data set. Run after the build: node scripts/plantedFigure.mjs
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { plantedDataset } from '../dist/data/planted/planted.js';
import { splitFrequencies } from '../dist/spectrum/split/splitFrequencies.js';
import { float32 } from '../dist/tensor/tensor.js';

const size = 32;
const area = size * size;
const options = { seed: 8, count: 10, testCount: 1, lowReliability: 1, highReliability: 1 };
const shown = plantedDataset(options);
const strong = plantedDataset({ ...options, amplitude: 0.2 });
const without = plantedDataset({ ...options, amplitude: 0 });
const images = float32(
  [10, 3, size, size],
  Float32Array.from(shown.train.images.pixels, (byte) => byte / 255),
);
const { hfc } = splitFrequencies(images, 8);

const rows = [
  {
    title: ['What a model is', 'given, and what a', 'person sees'],
    channels: 3,
    pixel: (image, channel, at) => shown.train.images.pixels[(image * 3 + channel) * area + at],
  },
  {
    title: ['Its HFC at r = 8,', 'six times as strong'],
    channels: 1,
    pixel: (image, _, at) => 127.5 + 6 * 255 * hfc.data[image * 3 * area + at],
  },
  {
    title: ['The grating alone,', '25 times as strong'],
    channels: 1,
    pixel: (image, _, at) => {
      const place = image * 3 * area + at;
      return (
        127.5 + 25 * (0.018 / 0.2) * (strong.train.images.pixels[place] - without.train.images.pixels[place])
      );
    },
  },
];

const left = 150;
const tile = 64;
const gap = 8;
const step = tile + gap;
const width = left + 10 * step;
const height = 24 + rows.length * step;

async function rowImage({ channels, pixel }, image) {
  const raw = new Uint8ClampedArray(area * channels);
  for (let at = 0; at < area; at++) {
    for (let channel = 0; channel < channels; channel++)
      raw[at * channels + channel] = pixel(image, channel, at);
  }
  const png = await sharp(raw, { raw: { width: size, height: size, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 9 })
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

const parts = [];
shown.classes.forEach((name, label) => {
  parts.push(`<text x="${left + label * step + tile / 2}" y="15" text-anchor="middle">${name}</text>`);
});
for (const [index, row] of rows.entries()) {
  const top = 24 + index * step;
  const firstLine = top + tile / 2 + 4 - 8 * (row.title.length - 1);
  row.title.forEach((line, at) => {
    parts.push(`<text x="0" y="${firstLine + 16 * at}">${line}</text>`);
  });
  for (let label = 0; label < 10; label++) {
    const href = await rowImage(row, label);
    const x = left + label * step;
    parts.push(
      `<image x="${x}" y="${top}" width="${tile}" height="${tile}" style="image-rendering:pixelated" href="${href}"/>`,
    );
  }
}
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Ten planted images, one a class; below each, its high-frequency component and its grating.">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
await writeFile(new URL('../docs/planted.svg', import.meta.url), svg);
