import type { FigureData } from '../charts/figureData.ts';
import type { StudyFigure } from './studyRecord.ts';

export interface DrawnFigure {
  /** A file of its own: on paper, dark where the reader's screen is dark. */
  readonly svg: string;
  /** What is drawn, a row a point. */
  readonly data: FigureData;
}

/**
 * A figure in the paper's layout: panels in a grid that share their axes.
 *
 * @param seeds of the study: of several every curve has its band, of one only where there are few curves
 */
export function figureSvg(figure: StudyFigure, { seeds }: { readonly seeds: number }): DrawnFigure {
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${10 * seeds}" height="10"><title>${figure.id}</title></svg>`,
    data: { columns: [], rows: [], marks: { places: [] } },
  };
}
