import { describe, expect, it } from 'vitest';
import {
  isQuantity,
  isShare,
  parseQuantity,
  quantityForms,
  quantityOf,
  quantityTitle,
  unitOf,
} from '#passband/studies/results/quantities.ts';

const accuracy = { kind: 'accuracy', radius: null } as const;

describe('parseQuantity', () => {
  it.each([
    ['train.x', { ...accuracy, split: 'train', component: 'x' }],
    ['test.lfc@8', { kind: 'accuracy', split: 'test', component: 'lfc', radius: 8 }],
    ['unseen.hfc@7.14', { kind: 'accuracy', split: 'unseen', component: 'hfc', radius: 7.14 }],
    ['reserve.x', { ...accuracy, split: 'reserve', component: 'x' }],
    ['running.x', { ...accuracy, split: 'running', component: 'x' }],
    ['held-out.x', { ...accuracy, split: 'held-out', component: 'x' }],
    ['test.adversarial', { ...accuracy, split: 'test', component: 'adversarial' }],
    ['gap', { kind: 'gap' }],
    ['trained', { kind: 'trained' }],
    ['epochs-to@0.9', { kind: 'epochsTo', accuracy: 0.9 }],
    ['epochs-to@1', { kind: 'epochsTo', accuracy: 1 }],
    ['fgsm@0.03', { kind: 'attack', method: 'fgsm', epsilon: '0.03' }],
    ['pgd@8/255', { kind: 'attack', method: 'pgd', epsilon: '8/255' }],
    ['certificate@2.5/255', { kind: 'certificate', epsilon: '2.5/255' }],
    ['smoothness', { kind: 'smoothness' }],
    ['decided-by-hfc', { kind: 'decided', by: 'hfc' }],
    ['decided-by-svd', { kind: 'decided', by: 'svd' }],
  ])('reads %s', (text, quantity) => {
    expect(parseQuantity(text)).toEqual(quantity);
  });

  it.each([
    ...['', 'x', 'train', 'train.', 'train.y', 'validation.x', 'test.lfc', 'test.x@8', 'test.lfc@-8'],
    ...[
      'test.lfc@eight',
      'test.lfc@8@8',
      ' test.x',
      'TEST.x',
      'gap@8',
      'epochs-to',
      'epochs-to@0',
      'epochs-to@90',
    ],
    ...['cw@0.03', 'pgd', 'pgd@', 'pgd@8/', 'pgd@8/0', 'pgd@8/255/2', 'certificate@1/0', 'decided-by-lfc'],
  ])('refuses %j', (text) => {
    expect(isQuantity(text)).toBe(false);
    expect(() => quantityOf(text)).toThrow(RangeError);
  });

  it('reads each form that messages name', () => {
    for (const form of quantityForms.split(/, | or /)) expect(isQuantity(form), form).toBe(true);
  });
});

it('only shares of images are drawn from 0 to 100%; all but epochs are written as percentages', () => {
  const kinds = Object.entries({
    'test.x': [true, 'share'],
    'pgd@0.03': [true, 'share'],
    'certificate@0.03': [true, 'share'],
    'decided-by-hfc': [true, 'share'],
    gap: [false, 'share'],
    smoothness: [false, 'share'],
    'epochs-to@0.5': [false, 'number'],
  });
  for (const [text, expected] of kinds) {
    const quantity = quantityOf(text);
    expect([isShare(quantity), unitOf(quantity)], text).toEqual(expected);
  }
});

it('each quantity has a title of its own', () => {
  const texts = [
    'train.x',
    'test.x',
    'reserve.x',
    'unseen.x',
    'running.x',
    'test.lfc@4',
    'test.hfc@4',
    'test.lfc@8',
  ];
  texts.push(
    'test.adversarial',
    'gap',
    'epochs-to@0.9',
    'fgsm@0.03',
    'pgd@0.03',
    'pgd@0.06',
    'certificate@0.03',
  );
  texts.push('smoothness', 'decided-by-hfc', 'decided-by-svd');
  const titles = texts.map((text) => quantityTitle(quantityOf(text)));
  expect(new Set(titles).size).toBe(texts.length);
  expect(titles[5]).toBe('test, r = 4 low');
});
