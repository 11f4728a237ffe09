import { expect, test } from 'vitest';
import { permutation, resumeRandom, seededRandom } from '#passband/tensor/random.ts';

const known = {
  uniform: [3663941251, 2916127658, 4237746679, 3528128765],
  integer: [721, 854, 448, 79],
  fork: [252986748, 1933169184],
  permutation: [1, 0, 3, 2, 7, 5, 4, 6],
};

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);

test('the same seed gives the same numbers, another seed others', () => {
  const numbers = (seed: number | string) => draws(50, seededRandom(seed).uniform);
  expect(numbers(1)).toEqual(numbers(1));
  expect(numbers(1)).toEqual(numbers('1'));
  expect(numbers(1)).not.toEqual(numbers(2));
});

test('the first numbers of seed 0 stay what they are, so that old runs can be repeated', () => {
  const random = seededRandom(0);
  expect(draws(4, () => random.uniform() * 2 ** 32)).toEqual(known.uniform);
  expect(draws(4, () => random.integer(1000))).toEqual(known.integer);
  expect(draws(2, random.fork('order').uniform).map((value) => value * 2 ** 32)).toEqual(known.fork);
  expect([...permutation(8, seededRandom(0))]).toEqual(known.permutation);
});

test('from state 1, 2, 3, 4 the generator is xoshiro128** of the reference code', () => {
  const { uniform } = resumeRandom({ origin: '', words: [1, 2, 3, 4] });
  expect(draws(6, () => uniform() * 2 ** 32)).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
});

test('a fork depends on its name and on the seed, not on what was drawn before', () => {
  const random = seededRandom(7);
  const before = draws(10, random.fork('order').uniform);
  draws(123, random.uniform);
  expect(draws(10, random.fork('order').uniform)).toEqual(before);
  expect(draws(10, random.fork('noise').uniform)).not.toEqual(before);
  expect(draws(10, seededRandom(8).fork('order').uniform)).not.toEqual(before);
});

test('a fork does not shift its parent', () => {
  const [one, other] = [seededRandom(7), seededRandom(7)];
  one.fork('order').uniform();
  expect(one.uniform()).toBe(other.uniform());
});

test('a resumed stream goes on exactly, through JSON, after any kind of draw', () => {
  const random = seededRandom(3);
  const kinds = [random.uniform, random.normal, () => random.integer(9)];
  for (const draw of kinds) {
    draws(5, draw);
    const resumed = resumeRandom(JSON.parse(JSON.stringify(random.state())));
    expect(draws(20, resumed.normal)).toEqual(draws(20, random.normal));
    expect(draws(3, resumed.fork('x').uniform)).toEqual(draws(3, random.fork('x').uniform));
  }
});

test('uniform numbers lie in [0, 1) and fill 100 cells evenly, also across seeds', () => {
  const random = seededRandom(11);
  const streams = [random.uniform, ...draws(200, random.uniform).map((seed) => seededRandom(seed).uniform)];
  const many = draws(100_000, streams[0]);
  const firsts = Array.from({ length: 20_000 }, (_, seed) => seededRandom(seed).uniform());
  for (const values of [many, firsts]) {
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    const cells = new Array(100).fill(0);
    for (const value of values) cells[Math.floor(value * 100)]++;
    const expected = values.length / 100;
    const chiSquare = cells.reduce((sum, cell) => sum + (cell - expected) ** 2 / expected, 0);
    // 99 degrees of freedom: below 57 or above 161 once in a thousand times.
    expect(chiSquare).toBeGreaterThan(57);
    expect(chiSquare).toBeLessThan(161);
  }
});

test('sibling forks and successive draws do not correlate', () => {
  const random = seededRandom(4);
  const n = 50_000;
  const a = draws(n, random.fork('a').uniform);
  const b = draws(n, random.fork('b').uniform);
  const correlation = (x: number[], y: number[]) =>
    (12 * x.reduce((sum, value, index) => sum + (value - 0.5) * (y[index] - 0.5), 0)) / x.length;
  // Standard error 1/√n = 0.0045.
  expect(Math.abs(correlation(a, b))).toBeLessThan(0.015);
  expect(Math.abs(correlation(a.slice(1), a.slice(0, -1)))).toBeLessThan(0.015);
});

test('normal numbers have mean 0, variance 1 and 4.55% beyond two', () => {
  const values = draws(100_000, seededRandom(5).normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.012);
  expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  const beyond = values.filter((value) => Math.abs(value) > 2).length / values.length;
  expect(Math.abs(beyond - 0.0455)).toBeLessThan(0.003);
  expect(values.every(Number.isFinite)).toBe(true);
});

test('integers take every value below the bound about equally often', () => {
  const counts = new Array(7).fill(0);
  const random = seededRandom(6);
  for (let draw = 0; draw < 70_000; draw++) counts[random.integer(7)]++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('a permutation holds each index once, and each index comes to each place', () => {
  const random = seededRandom(9);
  const places = Array.from({ length: 5 }, () => new Array(5).fill(0));
  for (let round = 0; round < 10_000; round++) {
    const order = [...permutation(5, random)];
    order.forEach((index, place) => {
      places[index][place]++;
    });
    if (round < 20) expect(order.toSorted()).toEqual([0, 1, 2, 3, 4]);
  }
  for (const row of places) for (const count of row) expect(Math.abs(count - 2000)).toBeLessThan(200);
  expect([...permutation(0, random)]).toEqual([]);
  expect([...permutation(1, random)]).toEqual([0]);
});
