import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { writeInside } from '../../files/inside.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { blockSize } from '../../runtime/blockSize.ts';
import { createClassifier } from '../../runtime/classifier.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { createPool } from '../../runtime/pool.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import { seededRandom } from '../../tensor/random.ts';
import type { TrainingConfig } from '../../training/config/config.ts';
import type { WorkflowControls } from '../../workflows/common/workflowOptions.ts';
import { openModel } from '../../workflows/models/openModel.ts';
import { readModelHere } from '../../workflows/models/readModelHere.ts';
import type { PartContext } from '../parts/part.ts';
import type { PartName } from '../parts/partNames.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import { partFile, partKind, partOf, settingsOfPart } from '../parts/parts.ts';
import type { StudyModel } from '../spec/studySpec.ts';

export interface PartsWork {
  /** Folder of a run, or of a foreign model's results. */
  readonly folder: string;
  readonly names: readonly PartName[];
  readonly settings: PartSettings;
}

/** Measures parts of a model one after the other, and keeps each in its folder. */
export async function runParts(
  { folder, names, settings }: PartsWork,
  context: Omit<PartContext, 'random' | 'onProgress' | 'signal'>,
  { progress, signal }: Pick<WorkflowControls, 'progress' | 'signal'>,
): Promise<void> {
  for (const name of names) {
    const part = partOf(name);
    if (part.needsGraph && context.graph === null) {
      throw new Error(`runParts: ${part.label} need a model whose graph can be read, and ${folder} has none`);
    }
    signal.throwIfAborted();
    const found = await part.run(
      {
        ...context,
        signal,
        random: seededRandom(0).fork('parts').fork(name),
        onProgress: (done, total) => progress.task({ label: part.label, done, total }),
      },
      settings,
    );
    const record = { ...partKind, part: name, settings: settingsOfPart(name, settings), found };
    await writeInside(folder, partFile(name, settings), `${JSON.stringify(record)}\n`);
  }
}

/** Opens the model of a finished run and measures parts of it. */
export async function runPartsOfRun(
  work: PartsWork,
  { config, dataset }: { readonly config: TrainingConfig; readonly dataset: Dataset },
  controls: Pick<WorkflowControls, 'progress' | 'signal'>,
): Promise<void> {
  if (work.names.length === 0) return;
  const file = await readModelHere(join(work.folder, 'model.onnx'));
  if (!file.graph)
    throw new Error(`runPartsOfRun: ${work.folder}: its model.onnx cannot be read: ${file.error}`);
  const block = await blockSize(onnxruntime);
  const pool = createPool({ threads: config.threads });
  try {
    const open = (graph: Graph) => createClassifier(pool, graph, { block });
    const classifier = await open(file.graph);
    try {
      const { reserve, test } = dataset;
      await runParts(
        work,
        {
          ...{ classifier, graph: file.graph, open, radii: config.radius },
          unseen: reserve ? { split: reserve, images: 'reserve' } : { split: test, images: 'test' },
          shown: {
            rescale: config.rescale,
            distance: config.distance,
            boundary: boundaryOf(config.preset),
          },
        },
        controls,
      );
    } finally {
      await classifier.release();
    }
  } finally {
    await pool.release();
  }
}

/** Opens a foreign model with the images of a configuration and measures parts of it. */
export async function runPartsOfModel(
  work: PartsWork,
  { model, config }: { readonly model: StudyModel; readonly config: TrainingConfig },
  controls: Pick<WorkflowControls, 'progress' | 'signal'>,
): Promise<void> {
  const { dataset, dataDir, imageSize, threads, rescale, distance, preset, radius } = config;
  const { file, ...known } = model;
  const open = await openModel(
    file,
    { dataset, dataDir: dataDir ?? undefined, imageSize: imageSize ?? undefined, threads, ...known },
    controls,
  );
  try {
    const { classifier, graph, pool, block } = open;
    await runParts(
      work,
      {
        ...{ classifier, graph, radii: radius },
        open: (changed) => createClassifier(pool, changed, { block }),
        unseen: { split: open.dataset.test, images: 'test' },
        shown: { rescale, distance, boundary: boundaryOf(preset) },
      },
      controls,
    );
  } finally {
    await open.release();
  }
}
