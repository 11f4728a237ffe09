import { z } from 'zod';
import { type AuditSettings, auditSettingsSchema } from '../../audit/plan/auditSettings.ts';
import { parseJson } from '../../files/parseJson.ts';
import { MOST_RECORD_BYTES, readTextFile } from '../../files/readTextFile.ts';

/** The part of an audit's record that says what it does. */
export const withSettings = z.looseObject({ settings: auditSettingsSchema });

/**
 * The plan of an earlier audit.
 *
 * @param path its `audit.json`
 * @throws Error of one line where the file cannot be read or has no plan
 */
export async function readPlan(path: string): Promise<AuditSettings> {
  return parseJson(withSettings, readTextFile(path, { maxBytes: MOST_RECORD_BYTES }), path).settings;
}
