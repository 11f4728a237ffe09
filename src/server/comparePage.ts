import { join } from 'node:path';
import { readComparedRun } from '../report/run/readComparedRun.ts';
import type { ComparedRun } from '../report/run/runComparison.ts';
import { shellCommand } from '../wording/shellCommand.ts';
import type { Answer, Refusal, ServedContext } from './http/answer.ts';
import { pathSegments } from './http/pathSegments.ts';
import { insideFolder } from './insideFolder.ts';
import { type ResultKind, resultsIn } from './results/findResults.ts';
import { reasonOf } from './results/reasonOf.ts';

/**
 * The page of runs side by side.
 *
 * @param runs folder of all results, as it was typed
 * @param paths of the runs' folders below it, as they stand in addresses
 */
export async function comparePage(
  runs: string,
  paths: readonly string[],
  served: ServedContext,
): Promise<Answer | Refusal> {
  const chosen = [...new Set(paths)];
  if (chosen.length < 2) return tooFew(chosen);
  const compared: ComparedRun[] = [];
  for (const path of chosen) {
    const run = await runAt(runs, path);
    if ('error' in run) return run;
    compared.push(run);
  }
  const folders = compared.map(({ name }) => join(runs, name));
  const command = shellCommand(['passband', 'compare', ...folders], { out: 'compare.html' });
  const { runComparisonReport } = await import('../report/run/runComparisonReport.ts');
  return { html: await runComparisonReport({ runs: compared, command, served }) };
}

async function runAt(runs: string, path: string): Promise<ComparedRun | Refusal> {
  const segments = pathSegments(`/${path}`);
  const name = segments?.join('/') ?? path;
  const folder = segments && (await insideFolder(runs, segments));
  const { own } = folder === null ? { own: [] } : await resultsIn(folder);
  const [first] = own;
  if (folder === null || !first) {
    return {
      status: 404,
      error: `There is no run ‘${name}’.`,
      advice: 'Tick the runs to compare in the list.',
    };
  }
  if (!own.some(({ kind }) => kind.kind === 'run')) return noRun(name, first.kind);
  try {
    return await readComparedRun(folder, name);
  } catch (error) {
    return unreadable(name, error, folder);
  }
}

/** A result whose files are not as they should be. */
export function unreadable(name: string, error: unknown, folder: string): Refusal {
  return {
    status: 500,
    error: `‘${name}’ cannot be read: ${reasonOf(error, folder)}`,
    advice: 'All other results are as they were.',
  };
}

function tooFew([only]: readonly string[]): Refusal {
  return {
    status: 400,
    error: only === undefined ? 'The address names no runs.' : 'The address names one run only.',
    advice: 'Tick two runs or more in the list to see them side by side.',
  };
}

const kindNames = {
  run: 'a training run',
  audit: 'an audit',
  comparison: 'a page of audits side by side',
  smoothing: 'a smoothed model',
  study: 'a study',
} as const;

function noRun(name: string, { kind }: ResultKind): Refusal {
  return {
    status: 400,
    error: `‘${name}’ is ${kindNames[kind]}, and only training runs are put side by side here.`,
    ...(kind === 'audit'
      ? {
          advice: 'Audits come side by side where one command makes them.',
          command: 'passband audit one.onnx other.onnx --dataset cifar-10 --out audits',
        }
      : { advice: 'Tick training runs in the list.' }),
  };
}
