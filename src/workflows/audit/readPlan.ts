import { z } from 'zod';
import { type AuditSettings, auditSettingsSchema } from '../../audit/plan/auditSettings.ts';
import { parseJson } from '../../files/parseJson.ts';
import { readDataFile } from '../../files/readDataFile.ts';

/** The part of an audit's record that says what it does. */
export const withSettings = z.looseObject({ settings: auditSettingsSchema });

/** Longer than an `audit.json` gets. */
const MOST_BYTES = 2 ** 28;

/**
 * The plan of an earlier audit.
 *
 * @param path its `audit.json`
 * @throws Error of one line where the file cannot be read or has no plan
 */
export async function readPlan(path: string): Promise<AuditSettings> {
  const { bytes } = await readDataFile(path, { maxBytes: MOST_BYTES });
  const text = Buffer.from(bytes).toString();
  return parseJson(withSettings, text, path).settings;
}
