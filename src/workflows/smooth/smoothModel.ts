import { existsSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { type Smoothing, smoothing } from '../../audit/kernels/smoothing.ts';
import { type SmoothRecord, smoothKind, smoothRecordSchema } from '../../audit/records/smoothRecord.ts';
import { writeInside } from '../../files/inside.ts';
import { firstConvolution } from '../../networks/classifier/firstConvolution.ts';
import { smoothFirstConvolution } from '../../networks/classifier/smoothFirstConvolution.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { encodeModel } from '../../onnx/write/encodeModel.ts';
import { smoothReport } from '../../report/audit/smoothReport.ts';
import { spectrumColours } from '../../report/charts/kernelSpectrumChart.ts';
import { standaloneSvg } from '../../report/charts/standaloneSvg.ts';
import type { LayerPictures } from '../../report/pictures/layerPictures.ts';
import { smoothPictures } from '../../report/pictures/smoothPictures.ts';
import { coloursOf } from '../../report/theme/theme.ts';
import { createClassifier } from '../../runtime/classifier.ts';
import { seededRandom } from '../../tensor/random.ts';
import { shellCommand } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { flagsOf } from '../common/requestOf.ts';
import { passbandVersion } from '../common/version.ts';
import { withLease } from '../common/withLease.ts';
import { controlsOf, type WorkflowControls, type WorkflowOptions } from '../common/workflowOptions.ts';
import { findModel } from '../models/findModel.ts';
import type { OpenModel } from '../models/openModel.ts';
import { readModelHere } from '../models/readModelHere.ts';
import { type SmoothModelSettings, smoothDefaults } from './smoothSettings.ts';

export interface SmoothModelOptions extends WorkflowOptions {
  /** The folder for the results, which holds none of an earlier smooth. */
  readonly out: string;
  /** What the record says was typed; by default the settings as flags. */
  readonly command?: string | undefined;
}

/**
 * Smooths the first convolution of a model, as `passband smooth` does, and writes the smoothed models, pictures of their
 * kernels, `smooth.json` and `smooth.html`. Where there are images, the smoothed models are attacked on them.
 *
 * @param path an `.onnx` file, or a folder with a `model.onnx` such as a run's, whose images are its own
 * @throws UserError (or Error) of one line for whatever does not fit; an AbortError when the signal aborts
 */
export async function smoothModel(
  path: string,
  settings: SmoothModelSettings,
  { out, command = commandOf(path, settings, out), ...options }: SmoothModelOptions,
): Promise<SmoothRecord> {
  const { rho: rhos = smoothDefaults.rho, seed = 0 } = settings;
  const controls = controlsOf(options);
  refuseKnown(out);
  const { path: modelPath, data } = await findModel(path);
  const hasImages = (settings.dataset ?? data.dataset) !== undefined;
  // The engine takes a second to load.
  const open = hasImages
    ? await (await import('../models/openModel.ts')).openModel(path, settings, controls)
    : undefined;
  try {
    const file = open?.file ?? (await readModelHere(modelPath));
    if (!file.graph || open?.graph === null)
      throw new UserError(`${modelPath}: ${open?.preflight.blackBox ?? file.error}`);
    const channels = open?.normalisation.convention.channels ?? settings.channels;
    // A run's model is called as its folder.
    const name = path === modelPath ? basename(path, extname(path)) : basename(resolve(path));
    const files = rhos.map((rho) => ({ rho, file: `${name}-rho-${rho}.onnx` }));
    const pictures = await smoothPictures(firstConvolution(file.graph).weights, [0, ...rhos], {
      ...(channels === 'BGR' && { channels: ['B', 'G', 'R'] }),
    });
    const { graph } = file;
    return await withLease(out, controls, async () => {
      refuseKnown(out);
      for (const { rho, file: to } of files) {
        await writeInside(out, to, encodeModel(smoothFirstConvolution(graph, { rho })));
      }
      await writePictures(out, pictures);

      const table = open
        ? await measured(open, { ...settings, rhos, ...controls })
        : await smoothing(graph, { rhos });
      const record = smoothRecordSchema.parse({
        ...smoothKind,
        versions: { passband: passbandVersion(), node: process.versions.node },
        model: { name, sha256: file.sha256, smoothedBefore: graph.metadata['passband.rho'] ?? null },
        dataset: open ? describeDataset(open) : null,
        notices: [...(open?.notices ?? [])],
        ...{ command, seed, files },
        smoothing: table,
      } satisfies SmoothRecord);
      const page = smoothReport({ record, ...pictures });
      await writeInside(out, 'smooth.html', page);
      await writeInside(out, 'smooth.json', `${JSON.stringify(record, null, 1)}\n`);
      return record;
    });
  } finally {
    controls.progress.end();
    await open?.release();
  }
}

function commandOf(path: string, settings: SmoothModelSettings, out: string): string {
  return shellCommand(['passband', 'smooth', path], { ...flagsOf(settings), out });
}

function refuseKnown(out: string): void {
  if (!existsSync(join(out, 'smooth.json'))) return;
  throw new UserError(`--out: ${out} holds the results of an earlier smooth; name another folder`);
}

async function writePictures(out: string, { kernels, spectrum }: LayerPictures): Promise<void> {
  const colours = [...coloursOf(1), ...spectrumColours];
  await writeInside(out, 'kernels.svg', standaloneSvg(kernels, colours));
  await writeInside(out, 'kernel-spectrum.svg', standaloneSvg(spectrum, colours));
}

interface MeasuredOptions extends WorkflowControls, Pick<SmoothModelSettings, 'epsilon' | 'preset'> {
  readonly rhos: readonly number[];
}

function measured(
  { graph, dataset, seed, pool, block }: OpenModel,
  { rhos, epsilon, preset, progress, signal }: MeasuredOptions,
): Promise<Smoothing> {
  return smoothing(graph!, {
    rhos,
    preset: preset ?? smoothDefaults.preset,
    images: {
      split: dataset.test,
      epsilons: epsilon ?? smoothDefaults.epsilon,
      open: (smoothed: Graph) => createClassifier(pool, smoothed, { block }),
      random: seededRandom(seed).fork('smooth'),
      signal,
      onProgress: (done, total) => progress.task({ label: 'attacking the smoothed models', done, total }),
    },
  });
}

function describeDataset({ dataset, normalisation }: OpenModel): SmoothRecord['dataset'] {
  const { name, shape, hashes } = dataset;
  return { name, shape: [...shape], convention: normalisation.convention, hashes: { ...hashes } };
}
