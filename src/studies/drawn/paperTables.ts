import type { StudyTable } from '../../report/study/studyRecord.ts';
import { ascending } from '../../statistics/ascending.ts';
import { columnOf } from '../claims/smoothingClaims.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import { quantityOf } from '../results/quantities.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import type { Scale } from '../spec/scales.ts';
import { cellOf } from './cells.ts';
import type { PaperTable1, PaperTable2 } from './paperNumbers.ts';

/** Training images of CIFAR-10, behind the paper's training accuracies. */
const PAPER_TRAIN = 50_000;

/**
 * Tables 1 and 3: trained on x_l or on x_h, by radius.
 *
 * @param radii those of the results, each beside the paper's own where it was scaled
 * @param paper the paper's table for such data
 */
export function generalisationTable(
  results: StudyResults,
  radii: Scale['radii'],
  paper: PaperTable1 | undefined,
): StudyTable {
  const hasReserve = results.settings.some(({ seeds }) =>
    seeds.some(({ result }) => (result?.record?.dataset.reserveCount ?? 0) > 0),
  );
  const columns = [
    { name: 'train acc.', quantity: quantityOf('trained'), of: 'train' },
    { name: 'test acc.', quantity: quantityOf('test.x'), of: 'test' },
    ...(hasReserve ? [{ name: 'unseen acc.', quantity: quantityOf('reserve.x'), of: 'test' } as const] : []),
  ] as const;
  const components = ['lfc', 'hfc'] as const;
  return {
    id: 'generalisation',
    title: 'Trained on one component, tested on x',
    caption:
      'Training accuracy is on the component that the model was trained on, the mean over the last epoch’s batches; test accuracy on the images themselves.',
    paper: paper?.name ?? 'Table 1',
    corner: 'r',
    columns: components.flatMap((component) =>
      columns.map(({ name }) => ({ name, group: component.toUpperCase() })),
    ),
    rows: radii.map(({ radius, paper: scaledFrom }) => ({
      name: String(radius),
      cells: components.flatMap((component) =>
        columns.map(({ quantity, of }) => {
          const known = paper?.[component][paper.radii.indexOf(scaledFrom ?? radius)]?.[of];
          return cellOf({
            ...{ results, quantity, setting: settingOf(results, `${component}-${radius}`) },
            paper:
              known === undefined
                ? undefined
                : { value: known, n: of === 'train' && paper!.n ? PAPER_TRAIN : paper!.n },
          });
        }),
      ),
    })),
  };
}

/**
 * Tables 2 and 4: clean accuracy, FGSM and PGD at each ε, of each model smoothed with each ρ.
 *
 * @param parts sizes of the attacks, and each ρ beside 0
 */
export function smoothingTable(
  results: StudyResults,
  { smoothingEpsilons: epsilons, rhos }: Pick<PartSettings, 'smoothingEpsilons' | 'rhos'>,
  paper: PaperTable2 | undefined,
): StudyTable {
  const columns = [
    'clean',
    ...['fgsm', 'pgd'].flatMap((method) => epsilons.map((text) => `${method}@${text}`)),
  ];
  const rows = ['natural', 'adversarial'].flatMap((model) => {
    const setting = settingOf(results, model);
    return ascending([0, ...rhos]).map((rho) => ({
      name: `${model}, ρ = ${rho}`,
      cells: columns.map((column) => {
        const row = paper?.rows.find((each) => each.model === model && each.rho === rho);
        const known = row?.values[paper!.columns.indexOf(column)];
        return cellOf({
          ...{ results, setting, samples: columnOf(results, model, column, rho) },
          quantity: quantityOf(column === 'clean' ? 'test.x' : column),
          paper: known === undefined ? undefined : { value: known, n: paper!.n },
        });
      }),
    }));
  });
  return {
    id: 'smoothing',
    title: 'Smoothed first layers under attack',
    caption: 'Accuracy on clean and on attacked images; each smoothed model is attacked itself.',
    paper: paper?.name ?? 'Table 2',
    corner: 'model',
    columns: columns.map((column) => {
      const [method, epsilon] = column.split('@');
      return epsilon === undefined
        ? { name: 'clean', group: null }
        : { name: `ε = ${epsilon}`, group: method.toUpperCase() };
    }),
    rows,
  };
}
