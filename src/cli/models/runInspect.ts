import { stoppingProblem } from '../../models/preflight/preflight.ts';
import { readModelFile } from '../../onnx/read/readModelFile.ts';
import { UserError } from '../../wording/userError.ts';
import { noProgress } from '../../workflows/common/progressSink.ts';
import { checkedPreflight } from '../../workflows/models/checkedPreflight.ts';
import { findModel } from '../../workflows/models/findModel.ts';
import { readFlags } from '../terminal/flags.ts';
import { abortOnInterrupt } from '../terminal/interruption.ts';
import type { OutputFlags } from '../terminal/outputFlags.ts';
import { type Line, printJson, printLines } from '../terminal/print.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { type ModelFlags, modelFlags } from './modelFlags.ts';
import { normalisationText, preflightText } from './preflightText.ts';

/** Runs `passband inspect`. */
export async function runInspect(path: string, flags: ModelFlags & OutputFlags): Promise<void> {
  const { quiet, json } = flags;
  const print = (record: object, lines: () => readonly Line[]) => {
    if (json) printJson(record);
    else if (!quiet) printLines(lines());
  };
  const { path: file, data } = await findModel(path);
  const settings = readFlags(modelFlags, flags);
  const { layout, output } = settings;
  const found = await checkedPreflight(readModelFile(file), { layout, output });
  const stopping = stoppingProblem(found);
  if (stopping !== null || (settings.dataset ?? data.dataset) === undefined) {
    print({ preflight: found }, () => preflightText(found));
    if (stopping !== null) throw new UserError(`${file}: ${stopping}`);
    return;
  }
  const progress = quiet || json ? noProgress : terminalProgress();
  const signal = abortOnInterrupt(() => progress.say('Stopping.'));
  // The engine takes a second to load.
  const [{ openModel }, { zeroGradientNotice }] = await Promise.all([
    import('../../workflows/models/openModel.ts'),
    import('../../workflows/models/zeroGradientNotice.ts'),
  ]);
  const open = await openModel(path, settings, { progress, signal });
  try {
    const { preflight: checked, mapping, normalisation, dataset, leftOut } = open;
    const zero = await zeroGradientNotice(open);
    const notices = zero === null ? open.notices : [...open.notices, zero];
    const { name, shape, test } = dataset;
    const images = { name, shape, testCount: test.count, leftOut };
    print({ preflight: checked, mapping, normalisation, dataset: images, notices }, () => [
      ...preflightText(checked),
      ...normalisationText(normalisation),
      ...notices.map((notice) => `Note: ${notice}`),
    ]);
  } finally {
    await open.release();
  }
}
