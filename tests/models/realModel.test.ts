import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareSplits } from '#passband/audit/frequencies/compareSplits.ts';
import { decidedByHfc } from '#passband/audit/frequencies/decidedByHfc.ts';
import { decidedBySvd } from '#passband/audit/frequencies/decidedBySvd.ts';
import { fourierHeatMap } from '#passband/audit/frequencies/fourierHeatMap.ts';
import { radiusCurve } from '#passband/audit/frequencies/radiusCurve.ts';
import { type ComponentAnswers, componentAnswers } from '#passband/audit/measures/componentAnswers.ts';
import { certificate } from '#passband/audit/robustness/certificate.ts';
import { batchMoments } from '#passband/layout/batchMoments.ts';
import { type Classifier, createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { sharedPath } from '../support/shared.ts';
import { canonicalResnet8, cifarTestImages } from './sharedModel.ts';

const folder = sharedPath('models/cifar10_resnet8');
const file = sharedPath('datasets/cifar-10-batches-bin/test_batch.bin');

describe.skipIf(!folder || !file)('a ResNet that PyTorch trained on CIFAR-10', () => {
  const pool = createPool({ threads: 2 });
  afterAll(() => pool.release());
  const random = seededRandom('real model');
  let split: ReturnType<typeof cifarTestImages>;
  let few: ReturnType<typeof cifarTestImages>;
  let classifier: Classifier;
  let answers: ComponentAnswers;

  beforeAll(async () => {
    split = cifarTestImages(file!, 1000);
    few = cifarTestImages(file!, 60);
    classifier = await createClassifier(pool, await canonicalResnet8(folder!), { block: 1 });
    answers = await componentAnswers(classifier, split, { radii: [8, 12] });
  });

  it('has the accuracy on x, LFC and HFC at r = 8 that PyTorch found on the same 1,000 images', () => {
    const expected = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8'));
    const { clean, points } = radiusCurve(answers);
    const at8 = (component: string) =>
      points.find((point) => point.component === component && point.radius === 8)!.value;
    // Within one image, whose logits are equal to rounding.
    expect(Math.abs(clean.value - expected.clean_accuracy_1000)).toBeLessThan(0.00101);
    expect(Math.abs(at8('lfc') - expected.lfc_r8_accuracy_1000)).toBeLessThan(0.00101);
    expect(Math.abs(at8('hfc') - expected.hfc_r8_accuracy_1000)).toBeLessThan(0.00101);
  });

  it('decides some images by HFC, and fewer by the rest of its singular values at the same energy', async () => {
    const byHfc = decidedByHfc(answers, { radius: 8, random });
    expect(byHfc.rate.value).toBeGreaterThan(0.05);
    expect(byHfc.gallery).toHaveLength(8);
    const bySvd = await decidedBySvd(classifier, split, answers, { radius: 8, random });
    // Energy is matched image by image to within a step of the rank.
    expect(bySvd.energyGap.mean).toBeLessThan(0.005);
    expect(compareSplits(byHfc, bySvd).n).toBe(1000);
  });

  it('is certified to lose its accuracy by what LFC takes off', async () => {
    const record = await certificate(classifier, few);
    const { l2, linf } = record.curves;
    expect([l2[0].value, linf[0].value]).toEqual([record.clean.value, record.clean.value]);
    expect(l2.at(-1)!.value).toBeLessThan(record.clean.value / 2);
    expect(record.evaluations).toBeLessThan(few.count * record.radii);
  });

  it('errs more with a wave added, at any of the lowest frequencies', async () => {
    const options = { size: 5, step: 2, random };
    const { wrong } = await fourierHeatMap(classifier, few, options);
    expect(wrong).toHaveLength(9);
    expect(wrong.every((count) => count !== null && count >= 0 && count <= few.count)).toBe(true);
    expect(Math.max(...(wrong as number[])) / few.count).toBeGreaterThan(
      1 - radiusCurve(answers).clean.value,
    );
  });

  it('had its normalisations folded into its convolutions', async () => {
    expect(batchMoments(await canonicalResnet8(folder!)).changed).toBe(0);
  });
});
