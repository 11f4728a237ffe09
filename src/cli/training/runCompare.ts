import { basename, dirname, relative, resolve, sep } from 'node:path';
import { runComparisonReport } from '../../report/run/runComparisonReport.ts';
import { comparedRuns } from '../../report/study/comparedRuns.ts';
import { shellCommand } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { makeFolder } from '../../workflows/common/makeFolder.ts';
import { readFlags } from '../terminal/flags.ts';
import { printLines } from '../terminal/print.ts';
import { writeNamedFile } from '../terminal/writeNamedFile.ts';
import { type CompareFlags, compareFlags } from './compareFlags.ts';

/** Runs `passband compare`. */
export async function runCompare(folders: readonly string[], typed: CompareFlags): Promise<void> {
  const { out, quiet } = readFlags(compareFlags, typed);
  // A run's own files are never written over.
  if (!/\.html?$/i.test(out))
    throw new UserError(`--out must be an HTML file such as compare.html, got ${out}`);
  const names = namesOf(folders);
  const runs = await comparedRuns(folders.map((folder, index) => ({ folder, name: names[index] })));
  if (runs.length < 2) {
    throw new UserError(
      `compare needs two runs or more, got ${runs.length}; the report of one is in its folder`,
    );
  }
  const command = shellCommand(['passband', 'compare', ...folders], { out });
  const page = await runComparisonReport({ runs, command });
  await makeFolder(dirname(out));
  await writeNamedFile(out, page);
  if (!quiet) printLines([`Page: ${out}`]);
}

/** The name of each folder, or its path from the folder that holds all of them where two would have one name. */
function namesOf(folders: readonly string[]): string[] {
  const paths = folders.map((folder) => resolve(folder));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UserError(`${twice} is named twice; name each run once`);
  const short = paths.map((path) => basename(path));
  if (new Set(short).size === short.length) return short;
  const isOutside = (folder: string) => paths.some((path) => relative(folder, path).split(sep)[0] === '..');
  let common = dirname(paths[0]);
  while (isOutside(common)) common = dirname(common);
  return paths.map((path) => relative(common, path));
}
