import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { writeInside } from '../../files/inside.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { commandOf } from '../../report/run/commandOf.ts';
import { runReport } from '../../report/run/runReport.ts';
import { threadsWithin } from '../../runtime/cores.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { createSession } from '../../runtime/session.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { lastMeasured, readHistory } from '../../training/run/history.ts';
import type { Run } from '../../training/run/runFolder.ts';
import { classification } from '../../training/tasks/classification/classification.ts';
import { plantedAnswers } from './plantedAnswers.ts';
import { sampleImages } from './sampleImages.ts';

/**
 * Writes `report.html` into the run's folder.
 *
 * @param model the network of the last epoch, for inference
 * @returns the page's path
 */
export async function writeReport({ folder, record }: Run, dataset: Dataset, model: Graph): Promise<string> {
  const { config } = record;
  const rows = await readHistory(folder, classification.columns);
  const last = lastMeasured(rows);
  const session = await createSession(onnxruntime, model, {
    threads: threadsWithin(config.threads),
  });
  try {
    const samples = await sampleImages(dataset, {
      radii: config.radius,
      distance: config.distance,
      boundary: boundaryOf(config.preset),
      rescale: config.rescale,
      logits: async (images) => (await session.run({ images })).logits as Tensor<'float32'>,
    });
    const page = await runReport({
      run: record,
      rows,
      samples,
      command: commandOf(config),
      knownAnswers:
        config.dataset === 'planted' ? plantedAnswers(rows.filter(({ epoch }) => epoch === last)) : [],
    });
    const path = join(folder, 'report.html');
    await writeInside(folder, 'report.html', page);
    return path;
  } finally {
    await session.release();
  }
}
