// Writes docs/schemas/ from the schemas by which the records are read, so that they say what the code does. Run after the
// build: node scripts/jsonSchemas.mjs [folder]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { attackRecordSchema } from '../dist/audit/records/attackRecord.js';
import { auditRecordSchema } from '../dist/audit/records/auditRecord.js';
import { comparisonSchema } from '../dist/audit/records/comparison.js';
import { studyRecordSchema } from '../dist/report/study/studyRecord.js';

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/schemas', import.meta.url));
const records = {
  audit: auditRecordSchema,
  attack: attackRecordSchema,
  comparison: comparisonSchema,
  study: studyRecordSchema,
};

mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(records)) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  const whole = { $schema, title: `${name}.json of Passband, version 1`, ...rest };
  writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(whole, null, 2)}\n`);
}
