import type { StudyTable } from '../../report/study/studyRecord.ts';
import { type Quantity, quantityOf, quantityTitle } from '../results/quantities.ts';
import type { Setting } from '../results/runResult.ts';
import type { StudyResults } from '../results/studyResults.ts';
import type { TableShow } from '../spec/studySpec.ts';
import { cellOf } from './cells.ts';

/** Settings, or the values of a varied key, in rows, and quantities in columns, in groups by another varied key where one is named. */
export function settingsTable(results: StudyResults, show: TableShow, id: string): StudyTable {
  const quantities = show.table.map(quantityOf);
  const common = {
    id,
    title: show.title ?? 'In numbers',
    caption: show.caption ?? '',
    paper: show.paper ?? null,
  };
  const cells = (setting: Setting | undefined) =>
    quantities.map((quantity) => (setting ? cellOf({ results, setting, quantity }) : emptyCell(quantity)));
  if (show.rows === undefined) {
    return {
      ...common,
      corner: 'setting',
      columns: quantities.map((quantity) => ({ name: quantityTitle(quantity), group: null })),
      rows: results.settings.map((setting) => ({ name: setting.name, cells: cells(setting) })),
    };
  }
  const { rows: rowKey, groups: groupKey } = show;
  const valuesOf = (key: string) => [...new Set(results.settings.map(({ values }) => text(values[key])))];
  const groups = groupKey === undefined ? [null] : valuesOf(groupKey);
  return {
    ...common,
    corner: rowKey,
    columns: groups.flatMap((group) =>
      quantities.map((quantity) => ({ name: quantityTitle(quantity), group })),
    ),
    rows: valuesOf(rowKey).map((row) => ({
      name: row,
      cells: groups.flatMap((group) =>
        cells(
          results.settings.find(
            ({ values }) =>
              text(values[rowKey]) === row && (group === null || text(values[groupKey!]) === group),
          ),
        ),
      ),
    })),
  };
}

const text = (value: unknown) => (value === undefined ? '–' : String(value));

export function emptyCell(_: Quantity): StudyTable['rows'][number]['cells'][number] {
  return { ours: null, unit: 'share', paper: null, isInside: null, images: null, note: null };
}
