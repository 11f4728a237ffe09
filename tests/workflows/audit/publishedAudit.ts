import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { type AuditSettings, auditSettings } from '#passband/audit/plan/auditSettings.ts';
import { imagenetClasses } from '#passband/models/classes/imagenetClasses.ts';
import { logitOrder } from '#passband/models/classes/logitOrder.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { argmax } from '#passband/tensor/argmax.ts';
import { float32, slice, type Tensor } from '#passband/tensor/tensor.ts';
import type { ModelSettings } from '#passband/workflows/models/modelSettings.ts';
import type { OpenModel } from '#passband/workflows/models/openModel.ts';
import { imagenet } from '../../models/zoo/zooImages.ts';
import { type PublishedName, publishedModel } from '../../support/models/publishedModel.ts';
import { sharedPath } from '../../support/shared.ts';

export interface PublishedAudit {
  /** Paths of the model's file, of the folder with images, and of the plan. */
  readonly model: string;
  readonly dataset: string;
  readonly plan: string;
  /** [n, 3, 224, 224], pixels in [0, 1]. */
  readonly images: Tensor<'float32'>;
  /** What plain ONNX Runtime says of them, [n, 1000]. */
  readonly logits: Tensor<'float32'>;
}

/** Pixels in [0, 1] are what these models are given. */
export const publishedConvention: ModelSettings = {
  ...{ layout: 'NCHW', channels: 'RGB' },
  ...{ range: [0, 1], mean: [0], std: [1] },
};

/**
 * Fills a folder with what an audit of a published topology with random weights needs: the model, photographs in folders that
 * are named by what plain ONNX Runtime says of them, so that attacks have work to do, and a plan.
 *
 * @returns null, after a notice, where the shared data is not there
 */
export async function writePublishedAudit(
  folder: string,
  name: PublishedName,
  { count, plan: changes = {} }: { readonly count: number; readonly plan?: Partial<AuditSettings> },
): Promise<PublishedAudit | null> {
  const published = publishedModel(name);
  if (!published || !sharedPath('datasets/imagenet-val-260')) return null;
  const { images } = imagenet(count);
  const { g, logits: raw } = published;
  g.output(raw, 'logits');
  const answers = await plainLogits(encodeModel(g.build()), images);
  // Less their mean, without which a model with random weights gives one answer to all images.
  const { g: centred } = publishedModel(name)!;
  centred.output(centred.add('Sub', [raw, centred.constant(meanOf(answers, g.shape(raw)))]), 'logits');
  const bytes = encodeModel(centred.build());
  const [model, dataset, plan] = [`${name}.onnx`, 'images', 'plan.json'].map((file) => join(folder, file));
  writeFileSync(model, bytes);

  const logits = await plainLogits(bytes, images);
  for (let image = 0; image < count; image++) {
    const { id } = imagenetClasses[argmax(slice(logits, image, image + 1).data)];
    mkdirSync(join(dataset, id), { recursive: true });
    const { data } = slice(images, image, image + 1);
    const area = data.length / 3;
    const interleaved = Uint8Array.from(
      data,
      (_, at) => 255 * data[(at % 3) * area + Math.floor(at / 3)] + 0.5,
    );
    const raw = { width: 224, height: 224, channels: 3 } as const;
    await sharp(interleaved, { raw })
      .png()
      .toFile(join(dataset, id, `${image}.png`));
  }
  const size = [224, 224] as const;
  const epsilons = ['1/255', '4/255'].map(parseEpsilon);
  const choices = { budget: 'quick', preset: 'paper', seed: 0, radii: [8, 28, 56], epsilons } as const;
  writeFileSync(
    plan,
    JSON.stringify({ settings: { ...auditSettings(choices, { plan: 1, size }), ...changes } }),
  );
  return { model, dataset, plan, images, logits };
}

/** The largest difference between a model's logits and those of plain ONNX Runtime, as a share of the largest. */
export async function logitError(
  { classifier, mapping }: OpenModel,
  { images, logits }: Pick<PublishedAudit, 'images' | 'logits'>,
): Promise<number> {
  const ours = await classifier.logits(images);
  // The data set's classes come first.
  const order = logitOrder(mapping) as number[];
  let [furthest, largest] = [0, 0];
  ours.data.forEach((value, at) => {
    const image = Math.floor(at / order.length);
    const plain = logits.data[image * order.length + order[at % order.length]];
    furthest = Math.max(furthest, Math.abs(value - plain));
    largest = Math.max(largest, Math.abs(plain));
  });
  return furthest / largest;
}

/** The mean over the images of [n, classes], in the shape of one image's logits. */
function meanOf(
  { data, shape: [count, classes] }: Tensor<'float32'>,
  shape: readonly number[],
): Tensor<'float32'> {
  const mean = float32(shape);
  data.forEach((value, at) => {
    mean.data[at % classes] += value / count;
  });
  return mean;
}

/** One image after the other: the file's batch is fixed. */
async function plainLogits(bytes: Uint8Array, images: Tensor<'float32'>): Promise<Tensor<'float32'>> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
  const [count] = images.shape;
  const all = float32([count, imagenetClasses.length]);
  for (let image = 0; image < count; image++) {
    const { data, shape } = slice(images, image, image + 1);
    const { logits } = await session.run({ [session.inputNames[0]]: new OrtTensor('float32', data, shape) });
    all.data.set(logits.data as Float32Array, image * imagenetClasses.length);
  }
  await session.release();
  return all;
}
