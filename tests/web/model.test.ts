/// <reference lib="dom" />
import { TensorProto_DataType as Code, TensorProto_DataLocation } from 'onnx-buf';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { floats, foreignModel, node, type TensorProto, valueInfo } from '../support/models/foreignModel.ts';
import { type TinyModel, tinyModel } from '../support/models/tinyModels.ts';

type File = readonly [name: string, content: Uint8Array | string];

const model = (name: string, options: TinyModel = {}): File => [
  `${name}.onnx`,
  tinyModel({ size: 16, ...options }),
];

/** Picks files as a person does in the dialog. */
async function pick(page: Page, ...files: readonly File[]): Promise<void> {
  await page
    .getByLabel('Model file')
    .setInputFiles(files.map(([name, content]) => ({ name, mimeType: '', buffer: Buffer.from(content) })));
}

const says = (page: Page, text: string | RegExp) =>
  page.locator('.headline').first().getByText(text).waitFor();
const notice = async (page: Page) => {
  const alert = page.getByRole('alert');
  await alert.getByRole('button', { name: 'Close' }).waitFor();
  const text = await alert.locator('span').first().textContent();
  await alert.getByRole('button', { name: 'Close' }).click();
  return text;
};
const summary = (page: Page) => page.locator('.model-summary');

describe.skipIf(!chromium)('a model that somebody brings', () => {
  const built = builtPage();
  /** Opens the page and looks once its own model has answered. */
  const visit = (look: (page: Page) => Promise<void>) =>
    built.visit('', async (page) => {
      await says(page, / says /);
      await look(page);
    });

  it('is asked for where a list of names comes without it, and asks for names where it has none', async () => {
    // The first visit, of a page that has no files yet.
    await visit(async (page) => {
      await pick(page, ['names.txt', 'ant\nbee\ncow\ndoe\n']);
      expect(await notice(page)).toBe(
        '‘names.txt’ looks like names of classes; they go with a model of your own: open that first.',
      );
      await pick(page, ['model.pt', 'PK']);
      expect(await notice(page)).toContain('‘model.pt’ is not in the ONNX format');
      await pick(page, model('mine'));
      await summary(page).getByText('Its classes have no names here').waitFor();
      await summary(page)
        .getByLabel('Names of the classes')
        .setInputFiles({ name: 'names.txt', mimeType: '', buffer: Buffer.from('ant\nbee\ncow\ndoe\n') });
      await says(page, /mine\.onnx says (ant|bee|cow|doe)/);
      await expect.poll(() => summary(page).textContent()).not.toContain('no names');
    });
  });

  it('answers as a black box where only ONNX Runtime understands it', async () => {
    await visit(async (page) => {
      const end = [node('Shrink', ['z'], ['s']), node('Identity', ['s'], ['y'])];
      await pick(page, model('box', { end }));
      await says(page, /^box\.onnx says /);
    });
  });

  it('opens, with what is assumed of it said and open to change', async () => {
    await visit(async (page) => {
      await pick(page, model('mine', { metadata: { classes: '["ant","bee","cow","doe"]' } }));
      await says(page, /^mine\.onnx says (ant|bee|cow|doe)/);
      await summary(page).getByText('That is assumed (‘pixels 0–1’)').waitFor();
      const said = await page.locator('.headline').first().textContent();
      await summary(page).getByLabel('Trained on pixels as').selectOption({ label: 'pixels 0–255' });
      await summary(page).getByText('NCHW RGB, 0 to 255. You said so.').waitFor();
      await expect.poll(() => page.locator('.headline').first().textContent()).not.toBe(said);
      await summary(page).getByLabel('divided by').fill('2, x');
      await summary(page).getByLabel('divided by').press('Enter');
      await summary(page).getByText('Must be one number above 0').waitFor();
      await summary(page).getByLabel('divided by').fill('128');
      await summary(page).getByLabel('divided by').press('Enter');
      await summary(page).getByText('std 128').waitFor();
      await summary(page).getByRole('radio', { name: 'BGR' }).check();
      await summary(page).getByText('NCHW BGR').waitFor();
      await page.getByText('About this model').click();
      expect(await page.locator('.model-facts').textContent()).toContain('3 × 16 × 16');
    });
  });

  it('comes back after another one, by the back button too', async () => {
    await visit(async (page) => {
      await pick(page, model('mine'));
      await says(page, /mine\.onnx says class \d/);
      await page.getByRole('radio', { name: 'robust' }).check();
      await says(page, /robust model says/);
      const radius = page.getByRole('slider').first();
      await page.goBack();
      await says(page, /mine\.onnx says class \d/);
      await expect.poll(() => radius.inputValue()).toBe('2');
      await page.goBack();
      await says(page, /natural model says/);
      await expect.poll(() => radius.inputValue()).toBe('4');
    });
  });

  it('is asked for the size of images and for its output, where it leaves them open', async () => {
    await visit(async (page) => {
      const end = [node('Identity', ['z'], ['y']), node('Relu', ['z'], ['other'])];
      const outputs: TinyModel['outputs'] = [
        ['y', 'batch', 4],
        ['other', 'batch', 4],
      ];
      await pick(page, model('open', { size: 'side', end, outputs }));
      const form = page.getByRole('form', { name: 'What open.onnx leaves open' });
      await form.getByLabel('takes images of any size ([batch, 3, ?, ?])').fill('24');
      await form.getByLabel('Several outputs').selectOption('other');
      await says(page, /natural model says/);
      await form.getByRole('button', { name: 'Open it' }).click();
      await says(page, /open\.onnx says class \d/);
      expect(await summary(page).getByLabel('Pixels a side').inputValue()).toBe('24');
      expect(await summary(page).getByLabel('Output with the classes').inputValue()).toBe('other');
    });
  });

  it('takes its classes from a list beside it, as text whatever stands there', async () => {
    await visit(async (page) => {
      const names = ['<img src=x onerror=alert(1)>', '<b>bold</b>', '"quoted"', 'four'];
      await pick(page, model('<i>mine</i>'), ['classes.txt', names.join('\n')]);
      await says(page, new RegExp(`says (${names.map((name) => name.replace(/[()]/g, '.')).join('|')})`));
      expect(await page.locator('.headline img, .headline i, .predictions b').count()).toBe(0);
      await pick(page, ['two.txt', 'yes\nno\n']);
      expect(await notice(page)).toBe(
        '‘<i>mine</i>.onnx’ was not opened: the model has 4 classes, 2 names are given for them. The page still shows <i>mine</i>.onnx.',
      );
      await pick(page, model('other'), ['twice.txt', 'ant\nant\nbee\ncow\n']);
      expect(await notice(page)).toContain("class 'ant' is there twice");
      await says(page, /^other\.onnx says class \d/);
      await pick(page, ['one.json', '["only"]']);
      expect(await notice(page)).toContain('needs at least two class names');
    });
  });

  it('finds weights in a file that was dropped with it, and says so where it was not', async () => {
    const weights: TensorProto = {
      name: 'extra',
      dataType: Code.FLOAT,
      dims: [1n, 4n],
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData: [{ key: 'location', value: 'big.onnx.data' }],
    };
    const parts = model('big', { end: [node('Add', ['z', 'extra'], ['y'])], initializers: [weights] });
    await visit(async (page) => {
      await pick(page, parts);
      expect(await notice(page)).toBe(
        '‘big.onnx’ was not opened: its weights are in another file: drop the model and ‘big.onnx.data’ together. The page still shows natural.',
      );
      await pick(page, parts, ['big.onnx.data', new Uint8Array(8)]);
      expect(await notice(page)).toContain('needs 4 elements, got 2');
      await pick(page, parts, ['big.onnx.data', new Uint8Array(Float32Array.of(0, 0, 99, 0).buffer)]);
      await says(page, /big\.onnx says class 2 \(100%\)/);
    });
  });

  it('reads half precision, channels last and a softmax at the end', async () => {
    await visit(async (page) => {
      const end = [node('Softmax', ['z'], ['y'])];
      await pick(page, model('half', { half: true, layout: 'NHWC', end }));
      await says(page, /half\.onnx says class \d/);
      expect(await summary(page).textContent()).toContain('NHWC');
      await page.getByText('About this model').click();
      await page.getByText('the output is a softmax; the logits before it are used').waitFor();
    });
  });

  const twoInputs = foreignModel({
    opset: 13,
    nodes: [node('Add', ['a', 'b'], ['y'])],
    inputs: [valueInfo('a', ['n', 4]), valueInfo('b', ['n', 4])],
    outputs: [valueInfo('y', ['n', 4])],
    initializers: [],
  });
  const wellKnown = model('mine')[1] as Uint8Array;

  const refused: readonly (readonly [what: string, bytes: Uint8Array | string, reason: string])[] = [
    ['nothing', '', 'the file is empty'],
    ['a text', 'I am a model, honestly.', 'not an ONNX model'],
    ['a web page', '\n<!DOCTYPE html><html>Not found</html>', 'not an ONNX model but a web page'],
    [
      'half a file',
      wellKnown.slice(0, wellKnown.length / 2),
      'not an ONNX model, or one that was cut off: its bytes cannot be read as one. The',
    ],
    ['two inputs', twoInputs, "must have one input, the images; this model has 'a', 'b'"],
    [
      'a loop',
      tinyModel({ size: 16, end: [node('Loop', ['z'], ['y'])] }),
      'control flow (Loop) is not supported',
    ],
    [
      'an operator of nobody',
      tinyModel({ size: 16, end: [node('Guess', ['z'], ['y'])] }),
      'no operator Guess',
    ],
    ['five channels', tinyModel({ size: 16, channels: 5 }), 'images of 5 channels'],
    ['a huge image', tinyModel({ size: 100_000 }), 'elements, more than'],
    [
      'a false size',
      tinyModel({ size: 16, initializers: [floats('claim', [2 ** 40], [1])] }),
      "tensor 'claim': shape [1099511627776] needs",
    ],
    [
      'NaN',
      tinyModel({
        size: 16,
        end: [node('Mul', ['z', 'none'], ['y'])],
        initializers: [floats('none', [1, 1], [Number.NaN])],
      }),
      'its answer to an image of noise is NaN, not a finite number',
    ],
  ];

  it('that cannot be opened is refused in one line, and the model before it stays', async () => {
    await visit(async (page) => {
      for (const [what, bytes, reason] of refused) {
        await pick(page, ['bad.onnx', bytes]);
        const text = await notice(page);
        expect(text, what).toMatch(
          /^‘bad\.onnx’ was not opened: [^\n]{1,420}\. The page still shows natural\.$/,
        );
        expect(text, what).toContain(reason);
        await says(page, /natural model says/);
      }
    });
  });

  it('that keeps its worker busy does not keep the next one waiting', async () => {
    const side = 512;
    const layers = 6;
    const nodes = Array.from({ length: layers }, (_, layer) =>
      node('Conv', [layer === 0 ? 'x' : `x${layer}`, layer === 0 ? 'first' : 'w'], [`x${layer + 1}`]),
    );
    const slow = foreignModel({
      opset: 13,
      nodes: [
        ...nodes,
        node('GlobalAveragePool', [`x${layers}`], ['pooled']),
        node('Flatten', ['pooled'], ['y']),
      ],
      inputs: [valueInfo('x', ['n', 3, side, side])],
      outputs: [valueInfo('y', ['n', 64])],
      initializers: [
        floats('first', [64, 3, 7, 7], new Array(64 * 3 * 49).fill(0.01)),
        floats('w', [64, 64, 7, 7], new Array(64 * 64 * 49).fill(0.0001)),
      ],
    });
    await visit(async (page) => {
      await pick(page, ['slow.onnx', slow]);
      await says(page, 'Opening slow.onnx …');
      await page.waitForTimeout(3000);
      await page.getByRole('radio', { name: 'robust' }).check();
      await says(page, /robust model says/);
    });
  });
});
