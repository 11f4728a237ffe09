import { describe, expect, it } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { readWhole } from '#passband/data/dataset/dataset.ts';
import { classMapping, classMappingSchema } from '#passband/models/classes/classMapping.ts';
import { classNamesOf, classNamesOfFile } from '#passband/models/classes/classNames.ts';
import { imagenetClasses } from '#passband/models/classes/imagenetClasses.ts';
import { imagenetPlace } from '#passband/models/classes/imagenetPlace.ts';
import { logitOrder } from '#passband/models/classes/logitOrder.ts';
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
    [{ count: 4, names: animals }, 'the model has 4 classes, 3 names are given for them'],
    [{ count: 3, map: { cow: 1 } }, "the mapping names 'cow', which is no class of the data set"],
    [{ count: 3, map: { cat: 3 } }, "'cat' must be mapped to an index in 0 … 2, got 3"],
    [{ count: 3, names: ['a', 'b', 'c'], map: { cat: 'd' } }, 'a name or an index in 0 … 2, got "d"'],
    [{ count: 3, map: { cat: null } }, 'the mapping leaves no class'],
  ])('is not guessed: %j', (options, message) => {
    expect(() => classMapping(animals, options)).toThrow(message);
  });

  it('leaves the model classes of its own, of which an answer is wrong', () => {
    const mapping = classMapping(animals, { count: 5, names: ['cow', 'dog', 'T-shirt/top', 'hen', 'cat'] });
    expect(mapping).toMatchObject({ how: 'names', indices: [4, 1, 2], classes: [...animals, 'cow', 'hen'] });
    expect(mapping.notes).toEqual([
      "2 of the model's 5 classes are none of the data set's; an answer of them is wrong",
    ]);
  });

  describe('of ImageNet', () => {
    const ids = imagenetClasses.map(({ id }) => id);
    const few = ['n02123045', 'n01440764', 'n02085620'];

    it('has the thousand classes of 2012 in the order of their ids', () => {
      expect(imagenetClasses).toHaveLength(1000);
      expect(ids).toEqual([...new Set(ids)].sort());
      expect(imagenetClasses[281]).toEqual({ id: 'n02123045', names: 'tabby, tabby cat' });
      expect(imagenetClasses[999].names).toBe('toilet tissue, toilet paper, bathroom tissue');
    });

    it.each([
      ['ids', ids],
      ['all of their names', imagenetClasses.map(({ names }) => names)],
      ['a model without names', undefined],
    ])('is found by its WordNet id among %s', (_, names) => {
      const { indices, classes, how } = classMapping(few, { count: 1000, names });
      expect(indices).toEqual([281, 0, 151]);
      expect(how).toBe(names ? 'names' : 'order');
      expect(classes).toHaveLength(1000);
      expect(classes.slice(0, 3)).toEqual(few);
    });

    it('is found by a name, unless two classes have it', () => {
      expect(imagenetPlace('Tabby Cat')).toBe(281);
      // A bird and a machine.
      expect(imagenetPlace('crane')).toBe(-1);
      expect(classMapping(['tabby', 'tench'], { count: 1000, names: ids }).indices).toEqual([281, 0]);
    });

    it('is several where the data set merged them, whose logit is the log-sum-exp', () => {
      const wordNetIds = {
        dog: ['n02085620', 'n02085782'],
        cat: ['n02123045'],
        fish: ['n01440764', 'n01443537'],
      };
      const mapping = classMapping(['cat', 'dog', 'fish'], { count: 1000, names: ids, wordNetIds });
      expect(mapping.indices).toEqual([281, [151, 152], [0, 1]]);
      expect(mapping.classes.slice(0, 4)).toEqual(['cat', 'dog', 'fish', 'n01484850']);
      expect(mapping.classes).toHaveLength(998);
      expect(logitOrder(mapping).slice(0, 5)).toEqual([281, [151, 152], [0, 1], 2, 3]);
      expect(
        logitOrder(mapping)
          .flat()
          .toSorted((a, b) => a - b),
      ).toEqual([...ids.keys()]);
      expect(mapping.notes[0]).toMatch(/^2 of the classes are several .* log-sum-exp/);
      expect(classMappingSchema.parse(JSON.parse(JSON.stringify(mapping)))).toEqual(mapping);
    });

    it('is in a mapping file by id, name or index, alone or in a list', () => {
      const map = { dog: [151, 'n02085782', 'Pekinese'], cat: 'tabby', 'T-shirt/top': ['jersey'] };
      const mapping = classMapping(animals, { count: 1000, names: ids, map });
      expect(mapping.indices).toEqual([281, [151, 152, 154], 610]);
      expect(() => classMapping(animals, { count: 1000, map: { dog: [151, 152], cat: [152, 281] } })).toThrow(
        "'cat' and 'dog' must not share a class of the model, both have 'class 152'",
      );
      expect(() =>
        classMapping(animals, { count: 1000, names: ids, map: { dog: ['hot dog stand'] } }),
      ).toThrow('\'dog\' must be mapped to a name or an index in 0 … 999, got "hot dog stand"');
    });

    it('is not guessed of a model that has as many classes and other names', () => {
      expect(() => classMapping(few, { count: 1000, names: ids.map((id) => `my ${id}`) })).toThrow(
        'no class named',
      );
    });
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

  it('are not as long as a text, nor looked for in one that is as long as a data set', () => {
    expect(() => classNamesOf({ classes: JSON.stringify(['cat', 'x'.repeat(1e6)]) })).toThrow(
      "'classes': the name of a class must have at most 1000 characters, one has 1000000",
    );
    expect(() => classNamesOf({ names: `["${'x'.repeat(2 ** 24)}"]` })).toThrow(
      "the model's metadata 'names' cannot be read as class names",
    );
  });

  it('are read from a file, a JSON list or one a line', () => {
    expect(classNamesOfFile('cat\r\n dog \n\n', 'names.txt').names).toEqual(['cat', 'dog']);
    expect(classNamesOfFile('["cat", "dog"]', 'names.json').names).toEqual(['cat', 'dog']);
    expect(() => classNamesOfFile('cat\ncat\n', 'names.txt')).toThrow(
      "names.txt: class 'cat' is there twice",
    );
    expect(() => classNamesOfFile(`cat\n${'x'.repeat(1001)}\n`, 'names.txt')).toThrow(
      'names.txt: the name of a class must have at most 1000 characters, one has 1001',
    );
    expect(() => classNamesOfFile('', 'names.txt')).toThrow('names.txt: needs at least two class names');
  });
});
