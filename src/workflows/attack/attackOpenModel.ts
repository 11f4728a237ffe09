import { basename, extname } from 'node:path';
import { minimalEpsilon, standsWithin } from '../../attacks/minimalEpsilon.ts';
import { answersOf, countOf, rightOf } from '../../audit/measures/answers.ts';
import { shareOf } from '../../audit/measures/measure.ts';
import type { PlannedAttack } from '../../audit/plan/attackPlan.ts';
import type { CommandRequest } from '../../audit/plan/commandRequest.ts';
import { type AttackRecord, attackKind, attackRecordSchema } from '../../audit/records/attackRecord.ts';
import { attackRow } from '../../audit/robustness/attackRow.ts';
import { readWhole } from '../../data/dataset/dataset.ts';
import { removeInside, writeInside } from '../../files/inside.ts';
import { readRecord } from '../../files/readRecord.ts';
import { attackSheet } from '../../report/pictures/attackSheet.ts';
import { encodeNpz } from '../../tensor/npz.ts';
import { seededRandom } from '../../tensor/random.ts';
import { float32, sizeOf, type Tensor, tensor } from '../../tensor/tensor.ts';
import { UserError } from '../../wording/userError.ts';
import { versions } from '../common/versions.ts';
import type { WorkflowControls } from '../common/workflowOptions.ts';
import type { OpenModel } from '../models/openModel.ts';
import { attackExamples } from './attackExamples.ts';
import { attackParts, sizeParts } from './attackParts.ts';
import type { AttackTask } from './attackTask.ts';

export interface AttackOpenModelOptions extends WorkflowControls {
  readonly task: AttackTask;
  /** The folder for the results. */
  readonly out: string;
  readonly request: CommandRequest;
}

/** Radii at which the perturbations' energy is added up. */
const RADII = [4, 8, 12, 16];
/** Bytes of pixels from which on the images and all that is made of them would fill the memory of a usual machine. */
const LARGEST = 2 ** 30;

/**
 * Attacks all images of an open model, from the start or from where the folder says that it was stopped, and writes what came
 * out: the record after each ε, and within one the images that are done, so that what is done is kept whatever stops the rest.
 *
 * @returns the record, `finished`, or `stopped` when the signal aborted
 */
export async function attackOpenModel(
  open: OpenModel,
  { task, out, request, progress, signal }: AttackOpenModelOptions,
): Promise<AttackRecord> {
  const { classifier, dataset } = open;
  const count = dataset.test.count;
  if (4 * count * sizeOf(dataset.shape) > LARGEST) {
    throw new UserError(
      `${count} images of [${dataset.shape}] are too many at once; take some, as --limit 1000`,
    );
  }
  const { images, labels } = await readWhole(dataset.test);
  const known = await readRecord(out, 'attack.json', attackRecordSchema, attackKind);
  if (known) checkSame(known, open, out);
  // Of another attack, whose record is gone.
  else await removeInside(out, PARTS);
  const cleanShare = async () =>
    shareOf(countOf(rightOf(answersOf(await classifier.logits(images)), labels)), count);
  let record = known ?? newRecord(open, { preset: task.preset, request, clean: await cleanShare() });
  const save = async (found: Partial<AttackRecord>) => {
    record = attackRecordSchema.parse({ ...record, ...found });
    await writeInside(out, 'attack.json', `${JSON.stringify(record, null, 1)}\n`);
  };
  const given = { images, labels, progress, signal, save, record: () => record, out };
  await save({ status: 'running' });
  try {
    if (task.preset === 'authors') await search(open, task, given);
    else await attackEach(open, task.planned, given);
    await removeInside(out, PARTS);
    await save({ status: 'finished' });
  } catch (error) {
    await save({ status: 'stopped' });
    if (!signal.aborted) throw error;
  }
  return record;
}

/** The folder of the images of attacks that are under way. */
const PARTS = 'parts';

function checkSame(known: AttackRecord, open: OpenModel, folder: string): void {
  const { model, dataset } = newRecord(open, known);
  const places = ({ mapping }: AttackRecord['model']) => [mapping.indices, mapping.classes];
  const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const differences = [
    known.model.sha256 !== model.sha256 && `the model (${model.path})`,
    differ(known.dataset, dataset) && 'the data',
    differ(places(known.model), places(model)) && 'the class mapping',
  ].filter((difference) => difference !== false);
  if (differences.length > 0) {
    throw new UserError(
      `${folder} holds an attack of other content: ${differences.join(' and ')} changed since`,
    );
  }
}

interface Given extends WorkflowControls {
  readonly images: Tensor<'float32'>;
  readonly labels: Int32Array;
  readonly record: () => AttackRecord;
  readonly save: (found: Partial<AttackRecord>) => Promise<void>;
  readonly out: string;
}

async function attackEach(
  { classifier, dataset, mapping, seed }: OpenModel,
  planned: readonly PlannedAttack[],
  { images, labels, progress, signal, record, save, out }: Given,
): Promise<void> {
  const random = seededRandom(seed).fork('attack');
  for (const attack of planned) {
    if (record().attacks.some(({ name }) => name === attack.name)) continue;
    const ending = planned.length === 1 ? '' : `-${attack.epsilon.text.replaceAll('/', '-')}`;
    const adversarial = float32(images.shape);
    const fallen = new Uint8Array(labels.length);
    const row = await attackRow(classifier, dataset.test, attack, {
      // The same random starts for each ε, so that only ε differs.
      ...{ random, radii: RADII, signal, parts: attackParts(out, `${PARTS}/adversarial${ending}`) },
      onBatch({ start, outcome }) {
        adversarial.data.set(outcome.adversarial.data, start * sizeOf(dataset.shape));
        fallen.set(outcome.fallen, start);
      },
      onProgress: (done, total) => progress.task({ label: attack.name, done, total }),
    });
    const files = { adversarial: `adversarial${ending}.npz`, examples: `examples${ending}.svg` };
    const arrays = {
      images: adversarial,
      labels: tensor('int32', [labels.length], labels),
      fallen: tensor('uint8', [labels.length], fallen),
    };
    await writeInside(out, files.adversarial, encodeNpz(arrays));
    const examples = await attackExamples(classifier, {
      images,
      labels,
      adversarial,
      classes: mapping.classes,
    });
    const note = `${attack.name}: ${fallen.length - countOf(fallen)} of ${labels.length} images stand`;
    await writeInside(out, files.examples, attackSheet(examples, { note }));
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
  { images, labels, progress, signal, record, save, out }: Given,
): Promise<void> {
  if (record().search) return;
  const sizes = await minimalEpsilon(classifier, images, labels, {
    ...{ method, preset: 'authors', signal, parts: sizeParts(out, `${PARTS}/sizes`) },
    onProgress: (done, total) => progress.task({ label: `smallest ε of ${method}`, done, total }),
  });
  const robust = epsilons.map(({ value: epsilon, text }) => ({
    ...{ epsilon, text },
    share: shareOf(sizes.filter((size) => standsWithin(epsilon, size)).length, sizes.length),
  }));
  const named = robust.map(({ text, share }) => [`${method}@${text}`, share]);
  await save({
    search: { method, sizes: Array.from(sizes, (size) => (size === Infinity ? null : size)), robust },
    measures: { ...record().measures, ...Object.fromEntries(named) },
  });
}

function newRecord(
  { file, dataset, mapping, normalisation, notices, seed }: OpenModel,
  { preset, request, clean }: Pick<AttackRecord, 'preset' | 'request' | 'clean'>,
): AttackRecord {
  return {
    ...attackKind,
    status: 'running',
    versions: versions(),
    request,
    seed,
    model: { name: basename(file.path, extname(file.path)), path: file.path, sha256: file.sha256, mapping },
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
