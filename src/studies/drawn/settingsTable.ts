import type { StudyTable } from '../../report/study/studyRecord.ts';
import { type Quantity, quantityOf, quantityTitle, unitOf } from '../results/quantities.ts';
import { type Setting, settingValue } from '../results/runResult.ts';
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
  const valuesOf = (key: string) => [
    ...new Set(results.settings.map((setting) => text(settingValue(setting, key)))),
  ];
  const groups = groupKey === undefined ? [null] : valuesOf(groupKey);
  return {
    ...common,
    corner: rowKey,
    columns: groups.flatMap((group) =>
      quantities.map((quantity) => ({ name: quantityTitle(quantity), group: groupName(groupKey, group) })),
    ),
    rows: valuesOf(rowKey).map((row) => ({
      name: row,
      cells: groups.flatMap((group) =>
        cells(
          results.settings.find(
            (setting) =>
              text(settingValue(setting, rowKey)) === row &&
              (group === null || text(settingValue(setting, groupKey!)) === group),
          ),
        ),
      ),
    })),
  };
}

/** `batchNorm = true`: of a value that says nothing by itself, with its key. */
function groupName(key: string | undefined, group: string | null): string | null {
  return group !== null && /^(true|false|–|[\d.]+)$/.test(group) ? `${key} = ${group}` : group;
}

const text = (value: unknown) => (value === undefined || value === null ? '–' : String(value));

function emptyCell(quantity: Quantity): StudyTable['rows'][number]['cells'][number] {
  return { ours: null, unit: unitOf(quantity), paper: null, isInside: null, images: null, note: null };
}
