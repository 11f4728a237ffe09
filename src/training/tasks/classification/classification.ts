import { z } from 'zod';
import type { Columns } from '../../run/columns.ts';
import type { HistoryRow } from '../../run/history.ts';
import type { TaskKind } from '../task.ts';

const columns = {
  accuracy: { schema: z.number().min(0).max(1), shown: 'share' },
  correct: { schema: z.int().min(0) },
} as const satisfies Columns;

/** One of several classes an image. */
export const classification = {
  name: 'classification',
  columns,
  best: { column: 'accuracy', better: 'higher' },
} as const satisfies TaskKind;

/** A measurement of a classifier; its loss is the mean cross-entropy, in nats. */
export type ClassificationRow = HistoryRow<typeof columns>;
