import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { limitDataset } from '../../data/dataset/limitDataset.ts';
import { parseJson } from '../../files/parseJson.ts';
import { readTextFile } from '../../files/readTextFile.ts';
import { type ClassMapping, classMapFileSchema, classMapping } from '../../models/classes/classMapping.ts';
import { classNamesOf, classNamesOfFile } from '../../models/classes/classNames.ts';
import { logitOrder } from '../../models/classes/logitOrder.ts';
import { mapLabels } from '../../models/classes/mapLabels.ts';
import { classOutputs, outputWithClasses } from '../../models/classOutputs.ts';
import { type ExaminedModel, examineModel, type ModelChoices } from '../../models/examineModel.ts';
import type { Normalisation } from '../../models/normalisation/normalisation.ts';
import { openWithImages } from '../../models/openWithImages.ts';
import { type Preflight, preflight, stoppingProblem } from '../../models/preflight/preflight.ts';
import { type Convention, describeConvention } from '../../networks/classifier/convention.ts';
import { withImageAxes } from '../../networks/classifier/imageAxes.ts';
import { modelInput } from '../../networks/classifier/modelInput.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { ModelFile } from '../../onnx/read/modelFile.ts';
import { blockSize } from '../../runtime/blockSize.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { createPool, type Pool } from '../../runtime/pool.ts';
import { seededRandom } from '../../tensor/random.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import { nextTurn } from '../common/nextTurn.ts';
import { threadsHere } from '../common/threadsHere.ts';
import { unlessAborted } from '../common/unlessAborted.ts';
import { controlsOf, type WorkflowOptions } from '../common/workflowOptions.ts';
import { findModel } from './findModel.ts';
import { modelData } from './modelData.ts';
import { givenConvention, type ModelSettings } from './modelSettings.ts';
import { readModelHere } from './readModelHere.ts';

/** A model with the images that it is measured on, ready to run. */
export interface OpenModel {
  readonly classifier: Classifier;
  /** The classifier graph that runs: pixels in [0, 1] in, logits out; null where the file runs as it is. */
  readonly graph: Graph | null;
  /** The file as it was read. */
  readonly file: Omit<ModelFile, 'raw'>;
  readonly preflight: Preflight;
  readonly mapping: ClassMapping;
  readonly normalisation: Normalisation;
  /** Test images, at most `limit` of them; `train` is of no use. Labels are places in `mapping.classes`. */
  readonly dataset: Dataset;
  /** Test images of classes that the model does not have. */
  readonly leftOut: number;
  /** What a reader of the numbers must know, one sentence each. */
  readonly notices: readonly string[];
  readonly seed: number;
  readonly pool: Pool;
  readonly block: number;
  release(): Promise<void>;
}

/**
 * Opens a model and the data set that settings name: reads and checks the file, matches the classes, finds
 * out the normalisation, and loads the classifier on a pool of threads.
 *
 * @param path an `.onnx` file, or a folder with a `model.onnx` such as a run's
 * @throws UserError (or Error) of one line for whatever does not fit
 */
export async function openModel(
  path: string,
  given: ModelSettings = {},
  options: WorkflowOptions = {},
): Promise<OpenModel> {
  const { progress, signal } = controlsOf(options);
  const { path: modelPath, data: own } = await findModel(path);
  const { limit, output, maxMemory, seed = 0 } = given;
  const convention = givenConvention(given);
  const whole = await readModelHere(modelPath);
  await nextTurn(signal);
  // Its bytes are not needed once it is open.
  const { raw, ...file } = whole;
  // Which of several outputs is meant, the data may say.
  const first = classOutputs(whole);
  const some = output ?? (first.isClear ? undefined : first.outputs[0]);
  const checked = preflight(whole, { layout: convention.layout, output: some });
  await nextTurn(signal);
  const input = modelInput(readable(whole, checked));
  const layout = convention.layout ?? input.layouts[0];
  const settings = {
    dataset: given.dataset ?? own.dataset,
    dataDir: given.dataDir ?? own.dataDir,
    imageSize: given.imageSize ?? own.imageSize,
    maxMemory,
  };
  const isOwn = own.dataset !== undefined && resolve(settings.dataset ?? '') === resolve(own.dataset);
  const data = await modelData(input, { settings, isOwn, seed, layout, progress, signal });
  checkChannels(given.channels, data);
  const chosen = output ?? outputWithClasses(whole, data.classes.length);
  const examined = examinedFor(whole, { output: chosen, convention, image: data.shape });
  await nextTurn(signal);
  const mapping = classMapping(data.classes, {
    count: examined.classes.names.length,
    names: namesOf(file, examined.graph, given),
    map: mapOf(given),
    wordNetIds: data.wordNetIds,
  });
  const { mapped, leftOut } = mapLabels(data, mapping);
  if (mapped.test.count === 0)
    throw new UserError(`${data.name}: no test image is of a class that the model has`);
  const labelled = { ...data, ...mapped };
  const classOrder = { order: logitOrder(mapping), names: mapping.classes };
  const random = seededRandom(seed).fork('data');

  const onProgress = (done: number, total: number) => progress.task({ label: 'normalisation', done, total });
  const pool = createPool({ threads: threadsHere(given.threads, progress) });
  try {
    const block = await blockSize(onnxruntime);
    const opening = openWithImages(examined, labelled, {
      ...{ pool, block, classOrder, random, signal, onProgress },
    });
    const opened = await unlessAborted(opening, signal);
    progress.end();
    const { normalisation } = opened;
    const { problems, blackBox } = opened.preflight;
    const skipped = problems.map(({ message }) =>
      blackBox === undefined ? `without gradients: ${message}` : message,
    );
    const unmatchedImages =
      leftOut > 0
        ? [`${leftOut} test images are of classes that the model does not have; they are left out`]
        : [];
    const pixels = `pixels reach the model as ${describeConvention(normalisation.convention)} (${normalisation.source})`;
    return {
      ...opened,
      ...{ file, mapping, leftOut, seed, pool, block },
      dataset: limit === undefined ? labelled : limitDataset(labelled, { test: limit, random }),
      notices: [
        ...data.notices,
        ...(chosen === output
          ? []
          : [`output '${chosen}' is taken, which has as many classes as the data set`]),
        ...opened.preflight.notes,
        ...mapping.notes,
        ...unmatchedImages,
        pixels,
        ...normalisation.warnings,
        ...skipped,
      ],
      async release() {
        try {
          await opened.classifier.release();
        } finally {
          await pool.release();
        }
      },
    };
  } catch (error) {
    const released = pool.release();
    if (error instanceof Error && error.name === 'AbortError') {
      // There is nothing to save, and a thread may be loading the model yet.
      released.catch(() => {});
      throw error;
    }
    await released;
    throw new UserError(`${modelPath}: ${oneLine(error)}`, { cause: error });
  }
}

/** The graph of a model that nothing stops. */
function readable({ graph: read, path, raw }: ModelFile, found: Preflight): Graph {
  const problem = stoppingProblem(found);
  const graph = read ? withImageAxes(read).graph : raw()?.description;
  if (problem !== null || !graph) throw new UserError(`${path}: ${problem ?? 'cannot be read'}`);
  return graph;
}

function examinedFor(file: ModelFile, choices: ModelChoices): ExaminedModel {
  const examined = examineModel(file, choices);
  if ('problem' in examined) throw new UserError(`${file.path}: ${examined.problem}`);
  return examined;
}

function checkChannels(given: Convention['channels'] | undefined, { name, shape }: Dataset): void {
  if (given === undefined || (given === 'grey') === (shape[0] === 1)) return;
  throw new UserError(
    `--channels ${given} does not go with '${name}', whose images have ${shape[0]} channels`,
  );
}

function namesOf(
  { path }: Pick<ModelFile, 'path'>,
  { metadata }: Graph,
  { classes }: ModelSettings,
): readonly string[] | undefined {
  if (classes !== undefined) return classNamesOfFile(readTextFile(classes), classes).names;
  try {
    return classNamesOf(metadata)?.names;
  } catch (error) {
    // The data set's own order would be a guess.
    throw new UserError(`${path}: ${(error as Error).message}; name them with --classes FILE`);
  }
}

function mapOf({ classMap }: ModelSettings): z.infer<typeof classMapFileSchema> | undefined {
  return classMap === undefined ? undefined : parseJson(classMapFileSchema, readTextFile(classMap), classMap);
}
