// What the page's models say of its samples and of their components, as a table.
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { readModel, splitAtRadii } from '../dist/index.js';
import { classNamesOf } from '../dist/models/classes/classNames.js';
import { onnxruntime } from '../dist/runtime/onnxruntime.js';

const radii = [4, 6, 8, 10, 12];

export async function checkSamples(folder, names) {
  for (const model of ['natural', 'robust']) {
    const file = fileURLToPath(new URL(`../web/models/${model}.onnx`, import.meta.url));
    const classes = classNamesOf((await readModel(file)).metadata).names;
    const session = await onnxruntime.InferenceSession.create(file);
    const input = session.inputNames[0];
    const say = async (data) => {
      const out = await session.run({ [input]: new onnxruntime.Tensor('float32', data, [1, 3, 32, 32]) });
      const logits = Array.from(out[session.outputNames[0]].data);
      const top = Math.max(...logits);
      const shares = logits.map((value) => Math.exp(value - top));
      const sum = shares.reduce((a, b) => a + b);
      const best = logits.indexOf(top);
      return `${classes[best].slice(0, 6)} ${Math.round((100 * shares[best]) / sum)}`.padEnd(11);
    };
    process.stdout.write(
      `\n${model.padEnd(11)}${'x'.padEnd(11)}${radii.map((r) => `L${r}`.padEnd(11)).join('')}${radii.map((r) => `H${r}`.padEnd(11)).join('')}\n`,
    );
    for (const name of names) {
      const { data, info } = await sharp(`${folder}${name}.webp`)
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const image = { type: 'float32', shape: [3, 32, 32], data: new Float32Array(3072) };
      const step = info.width / 32;
      for (let c = 0, at = 0; c < 3; c++)
        for (let y = 0; y < 32; y++)
          for (let x = 0; x < 32; x++, at++) {
            let sum = 0;
            for (let dy = 0; dy < step; dy++)
              for (let dx = 0; dx < step; dx++)
                sum += data[((y * step + dy) * info.width + x * step + dx) * 3 + c];
            image.data[at] = sum / (255 * step * step);
          }
      const parts = splitAtRadii(image, radii);
      const cells = [await say(image.data)];
      for (const { lfc } of parts) cells.push(await say(lfc.data));
      for (const { hfc } of parts) cells.push(await say(hfc.data));
      process.stdout.write(`${name.padEnd(11)}${cells.join('')}\n`);
    }
  }
}
