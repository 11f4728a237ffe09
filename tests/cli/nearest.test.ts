import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '#passband/cli/nearest.ts';

describe('nearest', () => {
  it('finds the name behind a slip of the finger', () => {
    expect(nearest('epocs', ['seed', 'epochs', 'network'])).toBe('epochs');
    expect(nearest('resnet18', ['lenet', 'resnet-18', 'resnet-34'])).toBe('resnet-18');
    expect(nearest('ADAM', ['sgd', 'adam'])).toBe('adam');
  });

  it('suggests nothing where nothing is near', () => {
    expect(nearest('frequency', ['seed', 'epochs'])).toBeUndefined();
    expect(didYouMean('frequency', ['seed', 'epochs'])).toBe('');
  });
});
