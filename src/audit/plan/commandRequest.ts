import { z } from 'zod';

/** Models and flags as they were typed, flags by their name without dashes (`dataDir` for --data-dir; false: --no-…). */
export const commandRequestSchema = z.strictObject({
  models: z.array(z.string()).min(1),
  flags: z.record(z.string(), z.union([z.string(), z.boolean()])),
});

export type CommandRequest = Readonly<z.infer<typeof commandRequestSchema>>;
