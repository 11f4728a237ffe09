import { ascending } from '../../statistics/ascending.ts';
import type { RunRecord } from '../../training/run/runFolder.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';

/** One of several runs that are looked at side by side. */
export interface ComparedRun {
  /** Different from those of the other runs. */
  readonly name: string;
  readonly record: RunRecord;
  /** The whole history, epochs ascending. */
  readonly rows: readonly ClassificationRow[];
  /** The command that makes the run again. */
  readonly command: string;
}

/** What a run's history knows by epoch. */
export interface RunMeasure extends Pick<ClassificationRow, 'split' | 'component' | 'radius'> {
  /** As a page calls it: `LFC 8, test images`. */
  readonly name: string;
}

const images = { train: 'training images', test: 'test images', reserve: 'reserve images' } as const;

/** All that any of the runs measured: x on test, reserve and training images, then what else the test images were shown as. */
export function measuresOfRuns(runs: readonly ComparedRun[]): RunMeasure[] {
  const rows = runs.flatMap((run) => run.rows);
  const radii = ascending(rows.flatMap(({ radius }) => radius ?? []));
  const x = (['test', 'reserve', 'train'] as const).map((split) => ({
    ...({ split, component: 'x', radius: null } as const),
    name: `x, ${images[split]}`,
  }));
  const components = (['lfc', 'hfc'] as const).flatMap((component) =>
    radii.map((radius) => ({
      ...({ split: 'test', component, radius } as const),
      name: `${component.toUpperCase()} ${radius}, ${images.test}`,
    })),
  );
  const attacked = {
    split: 'test',
    component: 'adversarial',
    radius: null,
    name: 'attacked test images',
  } as const;
  return [...x, ...components, attacked].filter(({ split, component, radius }) =>
    rows.some((row) => row.split === split && row.component === component && row.radius === radius),
  );
}

/** The last measurement of a measure. */
export function lastOf({ rows }: ComparedRun, measure: RunMeasure): ClassificationRow | undefined {
  return rows.findLast(
    ({ split, component, radius }) =>
      split === measure.split && component === measure.component && radius === measure.radius,
  );
}
