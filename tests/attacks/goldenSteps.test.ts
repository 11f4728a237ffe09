import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { attack } from '#passband/attacks/attack.ts';
import { attackSettings, type GivenAttack } from '#passband/attacks/attackSettings.ts';
import type { Loss } from '#passband/networks/losses/losses.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import '../support/matchers.ts';

interface Golden {
  readonly first: readonly number[][];
  readonly second: readonly number[][];
  readonly images: readonly number[][];
  readonly labels: readonly number[];
  readonly cases: readonly {
    readonly settings: GivenAttack;
    readonly places: readonly (readonly number[][])[];
    readonly losses: readonly number[][];
    readonly result: readonly number[][];
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/attacks/attackSteps.json', import.meta.url), 'utf8'),
);
const shape = [1, 3, 4];
const images = float32([golden.images.length, ...shape], golden.images.flat());
const labels = Int32Array.from(golden.labels);

const g = new GraphBuilder('golden');
const matrix = (rows: readonly number[][]) => g.constant(float32([rows.length, rows[0].length], rows.flat()));
const flat = g.add('Flatten', [g.input('images', 'float32', ['N', ...shape])], { axis: 1 });
const hidden = g.add('Tanh', [g.add('MatMul', [flat, matrix(golden.first)])]);
g.output(g.add('MatMul', [hidden, matrix(golden.second)]), 'logits');

const pool = createPool({ threads: 1 });
const classifier = await createClassifier(pool, g.build(), { block: 1 });
afterAll(() => pool.release());

describe('the steps of another implementation', () => {
  it.each(golden.cases)(
    '$settings.method in $settings.norm with $settings.loss',
    async ({ settings, places, losses, result }) => {
      const seen: Float32Array[] = [];
      const found: Float32Array[] = [];
      const spied = {
        ...classifier,
        async inputGradient(batch: Tensor<'float32'>, truth: Int32Array, loss?: Loss) {
          seen.push(batch.data.slice());
          const answer = await classifier.inputGradient(batch, truth, loss);
          found.push(answer.losses);
          return answer;
        },
      };
      // One image after the other, all steps of each.
      const options = { random: seededRandom(0), stopOnSuccess: false, inFlight: 1 };
      const { adversarial } = await attack(spied, images, labels, attackSettings(settings), options);
      expect(seen.length).toBe(places.length * labels.length);
      places.forEach((step, index) => {
        step.forEach((place, image) => {
          expect(seen[image * places.length + index]).toBeNear(place, 1e-4);
          expect(found[image * places.length + index]).toBeNear([losses[index][image]], 1e-4);
        });
      });
      if (settings.method !== 'apgd') expect(adversarial.data).toBeNear(result.flat(), 1e-4);
    },
  );
});
