import { type Colour, coloursOf, type Stroke, seriesStroke, strokeOf } from '../../theme/theme.ts';
import type { StudyFigure } from '../studyRecord.ts';

/** How a curve of a study is drawn: of training images finer than of unseen ones. */
export interface CurveStroke extends Stroke {
  /** In pixels. */
  readonly width: number;
  readonly isTraining: boolean;
}

type Curve = StudyFigure['panels'][number]['curves'][number];

const TRAINING = { dash: [1.5, 1.5], width: 1.1 } as const;

/** The theme's stroke, with a name of its own for its colour, since figures of a page may differ in their number of radii. */
export function curveStroke({ of, index, count, isTraining }: Curve['stroke']): CurveStroke {
  const look = isTraining ? TRAINING : { width: 1.75 };
  if (of === 'series') return { ...seriesStroke(index), isTraining, ...look };
  const { colour, dash } = strokeOf(of, Math.min(index, count - 1), count);
  const token = of === 'lfc' || of === 'hfc' ? `${colour.token}-of-${count}` : colour.token;
  return { colour: { ...colour, token }, dash, isTraining, ...look };
}

/** Every colour of figures, once. */
export function figureColours(figures: readonly StudyFigure[]): Colour[] {
  const strokes = figures.flatMap(({ panels }) =>
    panels.flatMap(({ curves }) => curves.map(({ stroke }) => curveStroke(stroke).colour)),
  );
  return [...new Map([...coloursOf(1), ...strokes].map((colour) => [colour.token, colour])).values()];
}
