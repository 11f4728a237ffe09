import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The JSON Schema of `docs/schemas/` for a kind of record, as another program would read it. */
export function publishedSchema(name: 'audit' | 'attack' | 'comparison'): z.ZodType {
  const file = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url);
  return z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')));
}
