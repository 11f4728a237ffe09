import { describe, expect, it } from 'vitest';
import { type ExaminedModel, examineModel, type ModelChoices } from '#passband/models/examineModel.ts';
import { type ModelFile, modelFile } from '#passband/onnx/read/modelFile.ts';
import { foreignModel, node, valueInfo } from '../support/models/foreignModel.ts';
import { type TinyModel, tinyModel } from '../support/models/tinyModels.ts';

const readExternal = () => {
  throw new Error('there is one file only');
};
const read = (bytes: Uint8Array): ModelFile => modelFile(bytes, { path: 'model.onnx', readExternal });
const examined = (options: TinyModel, choices?: ModelChoices) =>
  examineModel(read(tinyModel(options)), choices);
const ready = (options: TinyModel, choices?: ModelChoices) => examined(options, choices) as ExaminedModel;

/** A model that takes its pixels in a row. */
const row = (count: number) =>
  read(
    foreignModel({
      opset: 13,
      nodes: [node('Relu', ['x'], ['y'])],
      inputs: [valueInfo('x', ['n', count])],
      outputs: [valueInfo('y', ['n', count])],
      initializers: [],
    }),
  );

const twoEnds: TinyModel = {
  end: [node('Identity', ['z'], ['y']), node('Relu', ['z'], ['other'])],
  outputs: [
    ['y', 'batch', 4],
    ['other', 'batch', 4],
  ],
};

describe('examineModel', () => {
  it('says which images a model takes and which classes it tells apart', () => {
    const found = ready({ size: 6, width: 8, metadata: { names: '["ant","bee","cow","doe"]' } });
    expect(found.image).toEqual([3, 6, 8]);
    expect(found.classes).toEqual({ names: ['ant', 'bee', 'cow', 'doe'], areNamed: true, notes: [] });
    expect([found.sizeIsOpen, found.outputs]).toEqual([false, ['y']]);
    expect(ready({ layout: 'NHWC', size: 6, width: 8 }).image).toEqual([3, 6, 8]);
  });

  it('asks for an open size and for one of several outputs, both at once', () => {
    const inputShape = ['batch', 3, 'pixels:2', 'pixels:3'];
    expect(examined({ size: 'side' })).toEqual({
      problem: "input 'pixels' [batch, 3, pixels:2, pixels:3] leaves the size of the images open",
      question: { inputShape },
    });
    const both = examined({ ...twoEnds, size: 'side' });
    expect(both).toMatchObject({ question: { outputs: ['y', 'other'], inputShape } });
    expect(both).toMatchObject({ problem: expect.stringContaining('several outputs could be the classes') });
    const answered = ready({ ...twoEnds, size: 'side' }, { imageSize: 24, output: 'other' });
    expect([answered.image, answered.preflight.output?.name]).toEqual([[3, 24, 24], 'other']);
    expect([answered.sizeIsOpen, answered.outputs]).toEqual([true, ['y', 'other']]);
  });

  it('takes the size of the images at hand, and the model’s own number of channels', () => {
    expect(ready({ size: 'side' }, { image: [1, 9, 9] }).image).toEqual([3, 9, 9]);
    expect(examined({ size: 6 }, { image: [3, 9, 9] })).toEqual({
      problem: expect.stringMatching(/\[batch, 3, 6, 6\] \(NCHW\), the images are 3 × 9 × 9/),
    });
  });

  it('takes pixels in a row for a square image, grey or in colour, or for the image at hand', () => {
    expect(examineModel(row(784))).toMatchObject({ image: [1, 28, 28], sizeIsOpen: false });
    expect(examineModel(row(3072))).toMatchObject({ image: [3, 32, 32] });
    expect(examineModel(row(10))).toEqual({
      problem: 'its input ‘x’ is a row of 10 numbers, which are the pixels of no square image',
    });
    expect(examineModel(row(10), { image: [1, 2, 5] })).toMatchObject({ image: [1, 2, 5] });
  });

  it('takes names that are given, and numbers classes that have none or another number of them', () => {
    const classes = ['one', 'two', 'three', 'four'];
    expect(ready({ metadata: { names: '["a","b","c","d"]' } }, { classes }).classes.names).toEqual(classes);
    expect(examined({}, { classes: ['one', 'two'] })).toEqual({
      problem: 'the model has 4 classes, 2 names are given for them',
    });
    const numbers = ['class 0', 'class 1', 'class 2', 'class 3'];
    expect(ready({}).classes).toEqual({ names: numbers, areNamed: false, notes: [] });
    expect(ready({ metadata: { names: '["a","b"]' } }).classes).toEqual({
      names: numbers,
      areNamed: false,
      notes: ['its metadata names 2 classes, but it has 4; they are numbered'],
    });
    expect(ready({ classes: 1000 }).classes.names[281]).toBe('281');
  });

  it.each<[string, ModelFile]>([
    [
      "a classifier must have one input, the images; this model has 'a', 'b'",
      read(
        foreignModel({
          opset: 13,
          nodes: [node('Add', ['a', 'b'], ['y'])],
          inputs: [valueInfo('a', ['n', 4]), valueInfo('b', ['n', 4])],
          outputs: [valueInfo('y', ['n', 4])],
          initializers: [],
        }),
      ),
    ],
    [
      "control flow (Loop) is not supported: node 'again'",
      read(tinyModel({ end: [{ ...node('Loop', ['z'], ['y']), name: 'again' }] })),
    ],
    ['elements, more than', read(tinyModel({ size: 100_000 }))],
  ])('says why there is nothing to open: %s', (problem, file) => {
    expect(examineModel(file)).toEqual({ problem: expect.stringContaining(problem) });
  });
});
