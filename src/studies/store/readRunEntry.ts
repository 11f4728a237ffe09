import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAttacked, type TrainingConfig } from '../../training/config/config.ts';
import { readHistory } from '../../training/run/history.ts';
import { openRun } from '../../training/run/runFolder.ts';
import { classification } from '../../training/tasks/classification/classification.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { sampleOf } from '../results/samples.ts';
import { folderBytes } from './folderBytes.ts';
import type { RunEntry } from './runEntry.ts';
import { decidingKeys } from './runIdentity.ts';
import { failureOf, isTrainedRun, shortHistory } from './runState.ts';

/** What a list of runs says of one, read from its folder. */
export async function readRunEntry(folder: string): Promise<RunEntry> {
  let size = { bytes: 0, checkpointBytes: 0 };
  try {
    size = {
      bytes: await folderBytes(folder),
      checkpointBytes: await folderBytes(join(folder, 'checkpoints')),
    };
    return { ...(await contentOf(folder)), ...size };
  } catch (error) {
    // Of one run: the others are to be listed all the same.
    return { ...NOTHING, ...size, status: 'unreadable', failure: oneLine(error) };
  }
}

const NOTHING: Omit<RunEntry, 'bytes' | 'checkpointBytes'> = {
  ...{ status: 'empty', failure: null, dataset: null, settings: {}, epoch: 0 },
  ...{ testAccuracy: null, trainAccuracy: null, seconds: 0 },
};

async function contentOf(folder: string): Promise<typeof NOTHING> {
  const failed = await failureOf(folder);
  if (!existsSync(join(folder, 'run.json'))) {
    return failed ? { ...NOTHING, status: 'failed', failure: failed.failure } : NOTHING;
  }
  const { record } = await openRun(folder);
  const rows = await readHistory(folder, classification.columns);
  const { config, dataset } = record;
  const epoch = rows.at(-1)?.epoch ?? 0;
  const isTrained = isTrainedRun(folder, record);
  if (isTrained && epoch < config.epochs) throw shortHistory(folder, epoch, record);
  return {
    status: failed ? 'failed' : isTrained ? 'trained' : 'stopped',
    failure: failed?.failure ?? null,
    dataset: dataset.name,
    settings: settingsOf(config),
    epoch,
    testAccuracy:
      rows.findLast(({ split, component }) => split === 'test' && component === 'x')?.accuracy ?? null,
    trainAccuracy: sampleOf({ kind: 'trained' }, { record, rows, parts: {} })?.value ?? null,
    seconds: (rows.at(-1)?.elapsedMs ?? 0) / 1000,
  };
}

/** Of a run that is not attacked ε = 0 is all that is said of attacks. */
function settingsOf(config: TrainingConfig): RunEntry['settings'] {
  const attacked = isAttacked(config);
  return Object.fromEntries(
    Object.entries(config).filter(
      ([key]) =>
        decidingKeys.includes(key) &&
        (attacked || key === 'adversarialEpsilon' || !key.startsWith('adversarial')),
    ),
  );
}
