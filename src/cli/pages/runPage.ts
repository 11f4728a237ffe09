import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { kindOf } from '../../files/openRegular.ts';
import { readRecord } from '../../files/readRecord.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import { passbandVersion } from '../../workflows/common/version.ts';
import { readFlags } from '../terminal/flags.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { type PageFlags, pageFlags } from './pageFlags.ts';
import { webFolder } from './webFolder.ts';

/** Marks a folder as an export, and says which of its files are the export's. */
const MANIFEST = 'passband-page.json';
const manifestKind = { schema: 'passband.page', version: 1 } as const;
const manifestSchema = z.strictObject({
  schema: z.literal(manifestKind.schema),
  version: z.literal(manifestKind.version),
  passband: z.string(),
  /** Paths with `/`. */
  files: z.array(z.string()),
});

/** What reports need and the page does not, and what helps only who develops it. */
const leftOut = /(^(report|live)\.js|\.map)$/;

/** Runs `passband page`. */
export async function runPage(typed: PageFlags): Promise<void> {
  const { out, quiet, json } = readFlags(pageFlags, typed);
  const all = await filesIn(webFolder);
  if (!all.includes('index.html')) {
    throw new UserError(
      'the page was not built: run "npm run build" in the folder of Passband, then this again',
    );
  }
  const files = all.filter((name) => !leftOut.test(name));
  const folder = await realpath(out).catch(() => resolve(out));
  await refuseOthersFiles(folder, out);
  const bytes = await replaceFolder(folder, files).catch((error: unknown) => {
    throw new UserError(`--out: the page cannot be written to ${out}: ${oneLine(error)}`);
  });
  if (json) printJson({ out, files, bytes });
  else if (!quiet) printLines(hostingText(out, files.length, bytes));
}

function hostingText(out: string, files: number, bytes: number): string[] {
  return [
    `The page is in ${out}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB.`,
    'Any static host serves it, from a subfolder too. It does not run from file://; to look at it: passband serve',
    'It computes on several threads where the host sends these two headers:',
    '  Cross-Origin-Opener-Policy: same-origin',
    '  Cross-Origin-Embedder-Policy: require-corp',
  ];
}

/** Paths with `/` of all files in a folder, sorted; none where it is not there. */
async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  const names = await Promise.all(
    entries.map((entry) => {
      const name = below + entry.name;
      return entry.isDirectory() ? filesIn(folder, `${name}/`) : [name];
    }),
  );
  return names.flat().toSorted();
}

/** @throws UserError when the folder holds anything but an earlier export, which may be replaced as a whole */
async function refuseOthersFiles(folder: string, out: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found === null) return;
  if (!found.isDirectory()) {
    throw new UserError(`--out: ${out} is ${kindOf(found)}, and the page needs a folder`);
  }
  const names = await filesIn(folder);
  if (names.length === 0) return;
  const manifest = await readRecord(folder, MANIFEST, manifestSchema, manifestKind);
  const known = manifest ? [MANIFEST, ...manifest.files] : [];
  const other = names.find((name) => !known.includes(name));
  if (other !== undefined) {
    throw new UserError(
      `--out: ${out} holds ${other}, which is of no earlier export; name a new or an empty folder`,
    );
  }
}

/** Writes all files beside the folder first, so that it is never seen half written. */
async function replaceFolder(folder: string, files: readonly string[]): Promise<number> {
  await mkdir(dirname(folder), { recursive: true });
  const workshop = await mkdtemp(`${folder}-`);
  const [fresh, old] = [join(workshop, 'new'), join(workshop, 'old')];
  try {
    let bytes = 0;
    for (const name of files) {
      await mkdir(dirname(join(fresh, name)), { recursive: true });
      await copyFile(join(webFolder, name), join(fresh, name));
      bytes += (await stat(join(fresh, name))).size;
    }
    const manifest = manifestSchema.parse({ ...manifestKind, passband: passbandVersion(), files });
    await writeFile(join(fresh, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    if (existsSync(folder)) await rename(folder, old);
    await rename(fresh, folder);
    return bytes;
  } finally {
    await rm(workshop, { recursive: true });
  }
}
