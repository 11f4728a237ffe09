import { basename, extname, join } from 'node:path';
import * as onnxruntime from 'onnxruntime-node';
import { minimalEpsilon } from '../attacks/minimalEpsilon.ts';
import { answersOf, countOf, rightOf } from '../audit/answers.ts';
import type { PlannedAttack } from '../audit/attackPlan.ts';
import { type AttackRecord, attackKind, attackRecordSchema } from '../audit/attackRecord.ts';
import { attackRow } from '../audit/attackRow.ts';
import { shareOf } from '../audit/measure.ts';
import { readWhole } from '../data/dataset.ts';
import { writeWhole } from '../data/imageFile.ts';
import { attackSheet } from '../report/attackSheet.ts';
import { encodeNpz } from '../tensor/npz.ts';
import { seededRandom } from '../tensor/random.ts';
import { sizeOf, type Tensor, tensor } from '../tensor/tensor.ts';
import { writeFileAtomically } from '../training/writeFileAtomically.ts';
import { attackExamples } from './attackExamples.ts';
import type { AttackTask } from './attackFlags.ts';
import type { OpenModel } from './openModel.ts';
import type { Progress } from './progress.ts';
import { UserError } from './userError.ts';
import { passbandVersion } from './version.ts';

export interface AttackModelOptions {
  readonly task: AttackTask;
  /** The folder for the results. */
  readonly out: string;
  readonly command: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Radii at which the perturbations' energy is added up. */
const RADII = [4, 8, 12, 16];
/** Bytes of pixels from which on the images and all that is made of them would fill the memory of a usual machine. */
const LARGEST = 2 ** 30;

/**
 * Attacks all images of an open model, and writes what came out: the record after each ε, so that what is done is kept
 * whatever stops the rest.
 */
export async function attackModel(
  open: OpenModel,
  { task, out, command, progress, signal }: AttackModelOptions,
): Promise<AttackRecord> {
  const { classifier, dataset } = open;
  const count = dataset.test.count;
  if (4 * count * sizeOf(dataset.shape) > LARGEST) {
    throw new UserError(
      `${count} images of [${dataset.shape}] are too many at once; take some, as --limit 1000`,
    );
  }
  const { images, labels } = readWhole(dataset.shape, dataset.test);
  const clean = shareOf(countOf(rightOf(answersOf(await classifier.logits(images)), labels)), count);
  let record = newRecord(open, { preset: task.preset, command, clean });
  const save = async (found: Partial<AttackRecord>) => {
    record = attackRecordSchema.parse({ ...record, ...found });
    await writeFileAtomically(join(out, 'attack.json'), `${JSON.stringify(record, null, 1)}\n`);
  };
  const given = { images, labels, progress, signal, save, record: () => record };
  await save({});
  try {
    if (task.preset === 'authors') await search(open, task, given);
    else await attackEach(open, task.planned, { ...given, out });
    await save({ status: 'finished' });
  } catch (error) {
    await save({ status: 'stopped' });
    throw error;
  }
  return record;
}

interface Given {
  readonly images: Tensor<'float32'>;
  readonly labels: Int32Array;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly record: () => AttackRecord;
  readonly save: (found: Partial<AttackRecord>) => Promise<void>;
}

async function attackEach(
  { classifier, mapping, settings }: OpenModel,
  planned: readonly PlannedAttack[],
  { images, labels, progress, signal, record, save, out }: Given & { readonly out: string },
): Promise<void> {
  const random = seededRandom(settings.seed).fork('attack');
  for (const attack of planned) {
    const { row, outcome } = await attackRow(classifier, images, labels, attack, {
      // The same random starts for each ε, so that only ε differs.
      ...{ random, radii: RADII, signal },
      onProgress: (done, total) => progress.task({ label: attack.name, done, total }),
    });
    const ending = planned.length === 1 ? '' : `-${attack.epsilon.text.replaceAll('/', '-')}`;
    const files = { adversarial: `adversarial${ending}.npz`, examples: `examples${ending}.svg` };
    const { adversarial, fallen } = outcome;
    const arrays = {
      images: adversarial,
      labels: tensor('int32', [labels.length], labels),
      fallen: tensor('uint8', [labels.length], fallen),
    };
    await writeWhole(join(out, files.adversarial), encodeNpz(arrays));
    const examples = await attackExamples(classifier, {
      images,
      labels,
      adversarial,
      classes: mapping.classes,
    });
    const note = `${attack.name}: ${fallen.length - countOf(fallen)} of ${labels.length} images stand`;
    await writeFileAtomically(join(out, files.examples), attackSheet(examples, { note }));
    const { attacks, measures } = record();
    await save({
      attacks: [...attacks, { ...row, files }],
      measures: { ...measures, [row.name]: row.robust },
    });
  }
}

async function search(
  { classifier }: OpenModel,
  { method, epsilons }: Extract<AttackTask, { preset: 'authors' }>,
  { images, labels, progress, signal, record, save }: Given,
): Promise<void> {
  const sizes = await minimalEpsilon(classifier, images, labels, {
    ...{ method, preset: 'authors', signal },
    onProgress: (done, total) => progress.task({ label: `smallest ε of ${method}`, done, total }),
  });
  const robust = epsilons.map(({ value: epsilon, text }) => ({
    ...{ epsilon, text },
    share: shareOf(sizes.filter((size) => size > epsilon).length, sizes.length),
  }));
  const named = robust.map(({ text, share }) => [`${method}@${text}`, share]);
  await save({
    search: { method, sizes: Array.from(sizes, (size) => (size === Infinity ? null : size)), robust },
    measures: { ...record().measures, ...Object.fromEntries(named) },
  });
}

function newRecord(
  { file, dataset, normalisation, notices, settings }: OpenModel,
  { preset, command, clean }: Pick<AttackRecord, 'preset' | 'command' | 'clean'>,
): AttackRecord {
  return {
    ...attackKind,
    status: 'running',
    versions: {
      passband: passbandVersion(),
      node: process.versions.node,
      onnxruntime: onnxruntime.env.versions.node ?? 'unknown',
    },
    command,
    seed: settings.seed,
    model: { name: basename(file.path, extname(file.path)), path: file.path, sha256: file.sha256 },
    dataset: {
      name: dataset.name,
      n: dataset.test.count,
      classes: [...dataset.classes],
      shape: [...dataset.shape],
      convention: normalisation.convention,
      hashes: { ...dataset.hashes },
    },
    notices: [...notices],
    preset,
    clean,
    attacks: [],
    search: null,
    measures: { clean },
  };
}
