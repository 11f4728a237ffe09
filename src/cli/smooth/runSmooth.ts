import { existsSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import { type Smoothing, smoothing } from '../../audit/kernels/smoothing.ts';
import { type SmoothRecord, smoothKind, smoothRecordSchema } from '../../audit/records/smoothRecord.ts';
import { placeInside, writeInside } from '../../files/inside.ts';
import { firstConvolution } from '../../networks/classifier/firstConvolution.ts';
import { smoothFirstConvolution } from '../../networks/classifier/smoothFirstConvolution.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { readModelFile } from '../../onnx/read/readModelFile.ts';
import { writeModel } from '../../onnx/write/writeModel.ts';
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
import { makeFolder } from '../../workflows/common/makeFolder.ts';
import { noProgress, type ProgressSink } from '../../workflows/common/progressSink.ts';
import { passbandVersion } from '../../workflows/common/version.ts';
import { findModel } from '../../workflows/models/findModel.ts';
import type { OpenModel } from '../../workflows/models/openModel.ts';
import { ascending } from '../terminal/flagKinds.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt } from '../terminal/interruption.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { type SmoothFlags, smoothFlags } from './smoothFlags.ts';
import { smoothingText } from './smoothingText.ts';

/** Runs `passband smooth`: the table on stdout, progress on stderr. */
export async function runSmooth(path: string, typed: SmoothFlags): Promise<void> {
  const settings = readFlags(smoothFlags, typed);
  const { epsilon: epsilons, preset, quiet = false, json = false } = settings;
  const rhos = ascending(settings.rho);
  const out = outOf(settings.out);
  const { path: modelPath, data } = await findModel(path);
  const progress = quiet ? noProgress : terminalProgress(process.stderr);
  const signal = abortOnInterrupt(() => progress.say('Stopping.'));
  const hasImages = (settings.dataset ?? data.dataset) !== undefined;
  // The engine takes a second to load.
  const open = hasImages
    ? await (await import('../../workflows/models/openModel.ts')).openModel(path, settings, {
        progress,
        signal,
      })
    : undefined;
  try {
    const file = open?.file ?? readModelFile(modelPath);
    if (!file.graph) throw new UserError(`${modelPath}: ${file.error}`);
    const channels = open?.normalisation.convention.channels ?? settings.channels;
    // A run's model is called as its folder.
    const name = path === modelPath ? basename(path, extname(path)) : basename(resolve(path));
    const files = rhos.map((rho) => ({ rho, file: `${name}-rho-${rho}.onnx` }));
    const pictures = await smoothPictures(firstConvolution(file.graph).weights, [0, ...rhos], {
      ...(channels === 'BGR' && { channels: ['B', 'G', 'R'] }),
    });
    await makeFolder(out);
    for (const { rho, file: to } of files) {
      writeModel(await placeInside(out, to), smoothFirstConvolution(file.graph, { rho }));
    }
    await writePictures(out, pictures);

    const table = open
      ? await measured(open, { rhos, epsilons, preset, progress, signal })
      : await smoothing(file.graph, { rhos });
    const record = smoothRecordSchema.parse({
      ...smoothKind,
      versions: { passband: passbandVersion(), node: process.versions.node },
      model: { name, sha256: file.sha256, smoothedBefore: file.graph.metadata['passband.rho'] ?? null },
      dataset: open ? describeDataset(open) : null,
      notices: [...(open?.notices ?? [])],
      command: shellCommand(['passband', 'smooth', path], { ...typed }),
      seed: settings.seed ?? 0,
      files,
      smoothing: table,
    } satisfies SmoothRecord);
    const page = smoothReport({ record, ...pictures });
    await writeInside(out, 'smooth.html', page);
    await writeInside(out, 'smooth.json', `${JSON.stringify(record, null, 1)}\n`);
    progress.end();
    if (json) process.stdout.write(`${JSON.stringify(record)}\n`);
    else if (!quiet) process.stdout.write(`${smoothingText(table)}\nPage: ${join(out, 'smooth.html')}\n`);
  } finally {
    await open?.release();
  }
}

/** The folder for the results, which holds none yet. */
function outOf(out: string | undefined): string {
  if (out === undefined) throw new UserError('smooth needs a folder for its results, as --out DIR');
  if (existsSync(join(out, 'smooth.json'))) {
    throw new UserError(`--out: ${out} holds the results of an earlier smooth; name another folder`);
  }
  return out;
}

async function writePictures(out: string, { kernels, spectrum }: LayerPictures): Promise<void> {
  const colours = [...coloursOf(1), ...spectrumColours];
  await writeInside(out, 'kernels.svg', standaloneSvg(kernels, colours));
  await writeInside(out, 'kernel-spectrum.svg', standaloneSvg(spectrum, colours));
}

interface MeasuredOptions {
  readonly rhos: readonly number[];
  readonly epsilons: readonly Epsilon[];
  readonly preset: Smoothing['preset'];
  readonly progress: ProgressSink;
  readonly signal: AbortSignal;
}

function measured(
  { graph, dataset, seed, pool, block }: OpenModel,
  { rhos, epsilons, preset, progress, signal }: MeasuredOptions,
): Promise<Smoothing> {
  return smoothing(graph, {
    rhos,
    preset,
    images: {
      split: dataset.test,
      epsilons,
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
