import { expect, test } from 'vitest';
import { type Answer, scaledLikelihood } from '#passband/models/normalisation/scaledLikelihood.ts';
import { seededRandom } from '#passband/tensor/random.ts';

const random = seededRandom('likelihood');
const answers = Array.from({ length: 50 }, (): Answer => {
  const label = random.integer(4);
  return {
    label,
    logits: Float32Array.from({ length: 4 }, (_, index) => random.normal() + (index === label ? 2 : 0)),
  };
});
const scaled = (factor: number) =>
  answers.map(({ label, logits }) => ({ label, logits: logits.map((logit) => factor * logit) }));
const plain = (factor: number) =>
  answers.reduce((total, { label, logits }) => {
    const sum = logits.reduce((all, logit) => all + Math.exp(factor * logit), 0);
    return total + factor * logits[label] - Math.log(sum);
  }, 0) / answers.length;

test('the likelihood does not depend on how confident the answers are', () => {
  for (const factor of [0.1, 3, 20]) {
    expect(scaledLikelihood(scaled(factor))).toBeCloseTo(scaledLikelihood(answers), 5);
  }
});

test('it is the largest over all factors', () => {
  const grid = Array.from({ length: 400 }, (_, index) => plain(0.02 * (index + 1)));
  expect(scaledLikelihood(answers)).toBeCloseTo(Math.max(...grid), 4);
});

test('it is that of equal chances where the answers say nothing', () => {
  expect(scaledLikelihood(scaled(0))).toBeCloseTo(Math.log(1 / 4), 6);
});

test('it is minus infinity where a logit is not a number', () => {
  const broken = [...answers, { label: 0, logits: Float32Array.of(1, Number.NaN, 1, 1) }];
  expect(scaledLikelihood(broken)).toBe(Number.NEGATIVE_INFINITY);
});
