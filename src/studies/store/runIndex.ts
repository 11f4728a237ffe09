import { z } from 'zod';
import { writeInside } from '../../files/inside.ts';
import { readRecord } from '../../files/readRecord.ts';
import { runEntrySchema } from './runEntry.ts';
import type { Store } from './store.ts';

const FILE = 'index.json';
const indexKind = { schema: 'passband.index', version: 1 } as const;

/** By the name of a folder, what its files said when they had this stamp. */
const kept = <T extends z.ZodType>(said: T) =>
  z.record(z.string(), z.strictObject({ stamp: z.string(), said }));

const indexSchema = z.strictObject({
  schema: z.literal(indexKind.schema),
  version: z.literal(indexKind.version),
  runs: kept(runEntrySchema),
  /** Of each study's record the folders of the runs that it needs. */
  studies: kept(z.array(z.string())),
});

/** `index.json` of a store: what was read of its runs and studies, so that it is not read again. It holds nothing that they do not. */
export type RunIndex = Readonly<Omit<z.infer<typeof indexSchema>, 'schema' | 'version'>>;

/** Of what is missing, damaged, or of another version nothing is known. */
export async function readRunIndex({ folder }: Store): Promise<RunIndex> {
  const found = await readRecord(folder, FILE, indexSchema, indexKind).catch(() => undefined);
  return found ?? { runs: {}, studies: {} };
}

/** Whoever writes last counts: what another knew more is read again. Where nothing can be written, the next one reads as much again. */
export async function writeRunIndex({ folder }: Store, { runs, studies }: RunIndex): Promise<void> {
  const text = `${JSON.stringify({ ...indexKind, runs, studies })}\n`;
  await writeInside(folder, FILE, text).catch(() => {});
}
