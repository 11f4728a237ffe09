import { describe, expect, it } from 'vitest';
import { methodsText } from '#passband/studies/run/methodsText.ts';
import { exampleStudy } from '../../report/study/exampleStudy.ts';
import { madeUpComponents, madeUpRobustness } from '../support/madeUpParts.ts';
import { madeUpResult } from '../support/madeUpStudy.ts';

const { dataset, radii, runs, versions } = exampleStudy();
const study = {
  dataset,
  radii,
  versions,
  seeds: [0],
  preset: 'paper',
  about: 'Models are trained.',
  parts: {},
};
const [first, second] = runs;
const named = (name: string, varied: Record<string, unknown>) => ({ ...first, name, varied });
const run = madeUpResult({ config: { network: 'resnet-18', epochs: 1, warmupEpochs: 0 } }).record!;

describe('methodsText', () => {
  it('names network, optimizer and data as a paper does', () => {
    const text = methodsText({ ...study, run, runs: [first, second] });
    expect(text).toContain(
      'a ResNet-18 (10 parameters, Xavier initialisation, without batch normalisation) was trained for 1 epoch with Adam',
    );
    expect(text).toContain('images of cifar-10 (10 classes, 3 × 32 × 32)');
  });

  it('says of each setting what not all of them have', () => {
    const common = { epochs: 20, initialization: 'he' };
    const settings = [
      named('vanilla', { ...common, batchNorm: false }),
      named('batch-norm', { ...common, batchNorm: true }),
      named('attacked', { ...common, batchNorm: false, adversarialEpsilon: '8/255' }),
    ];
    expect(methodsText({ ...study, run, runs: settings })).toContain(
      'Settings: vanilla (without batch norm); batch-norm (with batch norm); attacked (without batch norm, adversarial epsilon 8/255).',
    );
    expect(methodsText({ ...study, run, runs: [named('natural', {})] })).toContain('Settings: natural. ');
  });

  it('says how robustness was measured, on how many images', () => {
    const parts = {
      ...madeUpComponents({ n: 500 }),
      ...madeUpRobustness(9, { '4/255': [5, 4, 3], '8/255': [3, 2, 1] }),
    };
    const text = methodsText({ ...study, run, runs: [first], parts });
    expect(text).toContain('looked for at r = 12 among 500 test images.');
    expect(text).toMatch(
      /Robust accuracy is that under FGSM and PGD of \d+ steps from a random start \(L∞\) at ε = 4\/255, 8\/255, on 200 test images\./,
    );
    expect(text).toContain(
      'The certificate of Corollary 1 was computed for 200 test images at ε = 4/255, 8/255 (L∞).',
    );
    expect(methodsText({ ...study, run, runs: [first] })).not.toContain('Robust accuracy');
  });
});
