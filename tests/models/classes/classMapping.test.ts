import { describe, expect, it } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { readWhole } from '#passband/data/dataset/dataset.ts';
import { classMapping, classMappingSchema, logitOrder } from '#passband/models/classes/classMapping.ts';
import { classNamesOf, classNamesOfFile } from '#passband/models/classes/classNames.ts';
import { mapLabels } from '#passband/models/classes/mapLabels.ts';

const animals = ['cat', 'dog', 'T-shirt/top'];

describe('which class of a model a class of the data set is', () => {
  it('is the one of the same name, in whatever order', () => {
    const names = ['t-shirt top', 'cat', 'dog'];
    const mapping = classMapping(animals, { count: 3, names });
    expect(mapping).toMatchObject({ how: 'names', indices: [1, 2, 0], classes: animals });
    expect(logitOrder(mapping)).toEqual([1, 2, 0]);
    expect(mapping.notes).toEqual([expect.stringContaining('matched by name')]);
    expect(classMappingSchema.parse(JSON.parse(JSON.stringify(mapping)))).toEqual(mapping);
  });

  it('needs no word where names and order agree', () => {
    expect(classMapping(animals, { count: 3, names: animals })).toEqual({
      how: 'same',
      indices: [0, 1, 2],
      classes: animals,
      notes: [],
    });
  });

  it('is that of the same place, said as an assumption, where the model names none', () => {
    const mapping = classMapping(animals, { count: 3 });
    expect(mapping).toMatchObject({ how: 'order', indices: [0, 1, 2], classes: animals });
    expect(mapping.notes).toEqual([expect.stringContaining("are taken to be in the data set's order")]);
  });

  it.each([
    [{ count: 4 }, 'the model has 4 classes, the data set 3; say which class is which with --class-map FILE'],
    [{ count: 3, names: ['cat', 'dog', 'cow'] }, "the model has no class named 'T-shirt/top'; say which"],
    [{ count: 3, names: ['a', 'b', 'c'] }, "no class named 'cat' (nor 2 more of the data set's); say which"],
    [{ count: 4, names: [...animals, 'cow'] }, 'the model has 4 classes, the data set 3; say which'],
    [{ count: 4, names: animals }, 'the model has 4 classes, 3 names are given for them'],
    [{ count: 3, map: { cow: 1 } }, "the mapping names 'cow', which is no class of the data set"],
    [{ count: 3, map: { cat: 3 } }, "'cat' must be mapped to an index in 0 … 2, got 3"],
    [{ count: 3, names: ['a', 'b', 'c'], map: { cat: 'd' } }, 'a name or an index in 0 … 2, got "d"'],
    [{ count: 3, map: { cat: null } }, 'the mapping leaves no class'],
  ])('is not guessed: %j', (options, message) => {
    expect(() => classMapping(animals, options)).toThrow(message);
  });

  it('is not one class for two of the data set', () => {
    const names = ['cat', 'dog', 't shirt top'];
    expect(() => classMapping(['cat', 'T-shirt/top', 't.shirt.top'], { count: 3, names })).toThrow(
      "'T-shirt/top' and 't.shirt.top' of the data set are both like 't shirt top' of the model; say which",
    );
    expect(() => classMapping(['c', 'c++', 'go'], { count: 3, names: ['c', 'go', 'java'] })).toThrow(
      "'c' and 'c++' of the data set are both like 'c'",
    );
  });

  it('is what a mapping file says, by name or index; classes that it leaves out are named', () => {
    const names = ['a', 'b', 'c', 'd'];
    const mapping = classMapping(animals, { count: 4, names, map: { cat: 'd', dog: 0 } });
    expect(mapping).toMatchObject({ how: 'file', indices: [3, 0, null] });
    expect(mapping.notes).toEqual([
      'images of T-shirt/top are left out, as the mapping says',
      "2 of the model's 4 classes are none of the data set's; an answer of them is wrong",
    ]);
  });

  it('counts the data set’s classes first, in its order, then those that only the model has', () => {
    const names = ['a', 'b', 'c', 'd'];
    const named = classMapping(animals, { count: 4, names, map: { cat: 'd', dog: 0 } });
    expect([logitOrder(named), named.classes]).toEqual([
      [3, 0, 1, 2],
      ['cat', 'dog', 'b', 'c'],
    ]);
    const bare = classMapping(animals, { count: 4, map: { dog: 2 } });
    expect([logitOrder(bare), bare.classes]).toEqual([
      [2, 0, 1, 3],
      ['dog', 'class 0', 'class 1', 'class 3'],
    ]);
  });

  it('may be one class for several', () => {
    const mapping = classMapping(animals, { count: 2, map: { cat: 1, 'T-shirt/top': 0, dog: 1 } });
    expect([logitOrder(mapping), mapping.classes]).toEqual([
      [1, 0],
      ['cat + dog', 'T-shirt/top'],
    ]);
    const images = arrayImages(Uint8Array.of(10, 11, 12), [1, 1, 1]);
    const test = { images, labels: Int32Array.of(2, 0, 1), count: 3 };
    const { mapped } = mapLabels({ test }, mapping);
    expect([...mapped.test.labels]).toEqual([1, 0, 0]);
  });

  it('has its place as the label of its images; images of other classes are left out and counted', async () => {
    const images = arrayImages(Uint8Array.of(10, 11, 12, 13), [1, 1, 1]);
    const test = { images, labels: Int32Array.of(2, 0, 1, 0), count: 4 };
    const mapping = { indices: [3, null, 1], classes: ['cat', 'shirt', '0', '2'] };
    const { mapped, leftOut } = mapLabels({ test }, mapping);
    expect([mapped.classes, mapped.test.count]).toEqual([['cat', 'shirt'], 3]);
    const kept = await readWhole(mapped.test);
    expect(kept.images.data).toEqual(Float32Array.of(10, 11, 13).map((byte) => byte / 255));
    expect(kept.labels).toEqual(Int32Array.of(1, 0, 0));
    expect(leftOut).toBe(1);
  });
});

describe('class names', () => {
  it.each([
    [{ 'passband.classes': '["cat","dog"]' }, ['cat', 'dog']],
    [{ names: "{0: 'cat', 1: \"the dog's\", 2: 'it\\'s'}" }, ['cat', "the dog's", "it's"]],
    [{ id2label: '{"1": "dog", "0": "cat"}' }, ['cat', 'dog']],
    [{ classes: '["cat","cat"]', labels: '["cat","dog"]' }, ['cat', 'dog']],
    [{ classes: "['horse', 'cat']" }, ['horse', 'cat']],
    [{ names: `("a, b", 'it\\'s', "[c]",)` }, ['a, b', "it's", '[c]']],
    [{ names: '', classes: ' ' }, undefined],
    [{ author: '["cat","dog"]' }, undefined],
  ])('are read from the metadata %j', (metadata, names) => {
    expect(classNamesOf(metadata as Record<string, string>)?.names).toEqual(names);
  });

  const pets = ['cat', 'big dog'];

  it.each([
    ['a list of JSON', '["cat", "big dog"]', pets],
    ['an object by index', '{"1": "big dog", "0": "cat"}', pets],
    ['an object by name', '{"big dog": 1, "cat": 0}', pets],
    ['a config.json', '{"architectures": ["ViT"], "id2label": {"0": "cat", "1": "big dog"}}', pets],
    ["ImageNet's index", '{"0": ["n02121808", "cat"], "1": ["n02084071", "big dog"]}', pets],
    ['numbers', '[0, 1, 2]', ['0', '1', '2']],
    ['a list of Python with numbers', '(0, 1, 2,)', ['0', '1', '2']],
    ['a dict by whole numbers', "{0: 'cat', 1: 'big dog'}", pets],
    ['a dict by texts', "{'0': 'cat', '1': 'big dog'}", pets],
    ['a dict by name', "{'cat': 0, 'big dog': 1}", pets],
    ['lines with numbers', '0 cat\r\n1 big dog\n', pets],
    ['lines with numbers from 1', '1: cat\n2: big dog\n', pets],
    ['lines of numbers', '7\n8\n9', ['7', '8', '9']],
    ['commas', 'cat, big dog', pets],
    ['one a line', 'cat\nbig dog', pets],
  ])('are read from %s', (_, text, names) => {
    expect(classNamesOf({ labels: text })?.names).toEqual(names);
    expect(classNamesOfFile(text, 'names.txt').names).toEqual(names);
  });

  it.each(['{"cat": 0', '["cat", "dog"', '{"layers": 3}', 'cat'])('are not made up of %j', (text) => {
    expect(() => classNamesOfFile(text, 'names.txt')).toThrow('names.txt: needs at least two class names');
  });

  it.each([
    [{ names: '{1: "cat", 2: "dog"}' }, "'names' cannot be read as class names"],
    [{ names: 'cat' }, "'names' cannot be read as class names"],
    [{ names: '["cat"]' }, "'names' holds one name only"],
    [{ classes: '[[1, 2, 3], [4, 5, 6]]' }, "'classes' cannot be read as class names"],
    [{ classes: '[true, null]' }, "'classes' cannot be read as class names"],
    [{ classes: "['cat' 'dog']" }, "'classes' cannot be read as class names"],
    [{ classes: "['cat', dog]" }, "'classes' cannot be read as class names"],
    [{ classes: '["cat", "dog", "cat"]' }, "'classes' names 'cat' twice"],
    [{ classes: "['cat', 'cat']" }, "'classes' names 'cat' twice"],
  ])('are not guessed where the metadata are %j', (metadata, reason) => {
    expect(() => classNamesOf(metadata as Record<string, string>)).toThrow(
      new Error(`the model's metadata ${reason}`),
    );
  });

  it('are read from a file, a JSON list or one a line', () => {
    expect(classNamesOfFile('cat\r\n dog \n\n', 'names.txt').names).toEqual(['cat', 'dog']);
    expect(classNamesOfFile('["cat", "dog"]', 'names.json').names).toEqual(['cat', 'dog']);
    expect(() => classNamesOfFile('cat\ncat\n', 'names.txt')).toThrow(
      "names.txt: class 'cat' is there twice",
    );
    expect(() => classNamesOfFile('', 'names.txt')).toThrow('names.txt: needs at least two class names');
  });
});
