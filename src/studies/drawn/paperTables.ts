import type { StudyTable } from '../../report/study/studyRecord.ts';
import { columnOf, epsilonsOf } from '../claims/smoothingClaims.ts';
import { quantityOf } from '../results/quantities.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import { cellOf } from './cells.ts';
import type { PaperTable1, PaperTable2 } from './paperNumbers.ts';

/** Training images of CIFAR-10, behind the paper's training accuracies. */
const PAPER_TRAIN = 50_000;

/**
 * Tables 1 and 3: trained on x_l or on x_h, by radius.
 *
 * @param paper the paper's table for such data, its rows at the places of the radii
 */
export function generalisationTable(results: StudyResults, paper: PaperTable1 | undefined): StudyTable {
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
    paper: paper?.radii[0] === 25 ? 'Table 3' : 'Table 1',
    corner: 'r',
    columns: components.flatMap((component) =>
      columns.map(({ name }) => ({ name, group: component.toUpperCase() })),
    ),
    rows: results.radii.map((radius, place) => ({
      name: String(radius),
      cells: components.flatMap((component) =>
        columns.map(({ quantity, of }) => {
          const known = paper?.[component][place]?.[of];
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

/** Tables 2 and 4: clean accuracy, FGSM and PGD at each ε, of each model smoothed with each ρ. */
export function smoothingTable(results: StudyResults, paper: PaperTable2 | undefined): StudyTable {
  const epsilons = epsilonsOf(results);
  const columns = [
    'clean',
    ...['fgsm', 'pgd'].flatMap((method) => epsilons.map((text) => `${method}@${text}`)),
  ];
  const rows = ['natural', 'adversarial'].flatMap((model) => {
    const setting = settingOf(results, model);
    const rhos = setting.seeds.flatMap(
      ({ result }) => result?.parts.smoothing?.smoothing.rows.map(({ rho }) => rho) ?? [],
    );
    return [...new Set(rhos)].map((rho) => ({
      name: rho === 0 ? model : `${model}, ρ = ${rho}`,
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
    paper: paper?.rows[0].values[0] === 0.821 ? 'Table 4' : 'Table 2',
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
