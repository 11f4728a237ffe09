import { expect, it } from 'vitest';
import { z } from 'zod';
import * as passband from '#passband/index.ts';

const schemas = Object.entries<unknown>(passband).filter(
  (entry): entry is [string, z.ZodType] => entry[0].endsWith('Schema') && entry[1] instanceof z.ZodType,
);

it.each(schemas)('%s can be published as a JSON Schema', (_, schema) => {
  expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' });
});

it('each audit record has a schema', () => {
  expect(schemas.length).toBeGreaterThanOrEqual(12);
});
