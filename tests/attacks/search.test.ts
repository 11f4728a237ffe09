import { expect, it } from 'vitest';
import { runSearches, type Search } from '#passband/attacks/search.ts';
import { crossEntropy } from '#passband/networks/losses/losses.ts';
import { float32 } from '#passband/tensor/tensor.ts';

it('does not fail before all that it asked is answered, since threads may not end in the middle of a run', async () => {
  const events: string[] = [];
  let asked = 0;
  function* search(): Search<undefined> {
    yield { needs: 'logits', pixels: new Float32Array(1), label: 0 };
    return undefined;
  }
  const classifier = {
    bounds: [0, 1] as const,
    async logits() {
      const isFirst = asked++ === 0;
      if (isFirst) throw new Error('the first fails');
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      events.push('answered');
      return float32([1, 2]);
    },
    inputGradient: () => Promise.reject(new Error('not asked')),
  };
  const options = { shape: [1, 1, 1], loss: crossEntropy, lanes: 2 };
  await runSearches(classifier, 2, search, options).catch((error: Error) => events.push(error.message));
  expect(events).toEqual(['answered', 'the first fails']);
});
